//! Every kernel in CUDA C: run on a card where there is one, and everywhere else compiled by NVRTC, and run as C++ on
//! the host.

mod common;
mod host;
mod on_host;
mod ptx;

use common::{agrees, needs};
use devices::cuda;
use libtest_mimic::{Arguments, Trial};
use variant::Unavailable;

fn main() {
    let mut trials = vec![Trial::test("no_driver_is_no_panic", || {
        match cuda::open() {
            Ok(_) => Ok(()),
            // Said once more at the second call, and not by a panic.
            Err(reason) if Some(&reason) == cuda::open().err().as_ref() && !reason.to_string().is_empty() => Ok(()),
            Err(_) => Err("the second call says something else".into()),
        }
    })];
    let card = || cuda::open().map(drop);
    trials.extend([
        needs("cuda", card(), "great_circle on the card".into(), || agrees(&great_circle::KERNEL, &cuda::GREAT_CIRCLE)),
        needs("cuda", card(), "matmul on the card".into(), || agrees(&matmul::KERNEL, &cuda::MATMUL)),
        needs("cuda", card(), "mandelbrot on the card".into(), || agrees(&mandelbrot::KERNEL, &cuda::MANDELBROT)),
        needs("cuda", card(), "scan on the card".into(), || agrees(&scan::KERNEL, &cuda::SCAN)),
    ]);
    trials.extend(on_host::trials());
    trials.extend(ptx::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Whether NVRTC is installed.
fn nvrtc() -> Result<(), Unavailable> {
    cuda::ptx("nothing.cu", "", "compute_80", cuda::MultiplyAdd::Fused).map(drop)
}
