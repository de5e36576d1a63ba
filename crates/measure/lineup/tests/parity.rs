//! Every variant of every kernel must agree with `serial`, whatever the number of workers: one test line for each.

use libtest_mimic::{Arguments, Failed, Trial};
use lineup::{Info, KERNELS, Kernel, Load};
use variant::Workers;

const WORKERS: [usize; 5] = [1, 2, 3, 7, 64];

/// Nothing, one, a prime, a power of two, one past a power of two that is larger than any block or portion.
fn sizes(kernel: &Kernel) -> [usize; 5] {
    match kernel.name {
        // The size is a width: the number of pixels is three quarters of its square.
        "mandelbrot" => [0, 1, 37, 64, 257],
        // The size is a number of places or of rows, and the work its cube.
        "matmul" | "shortcut" => [0, 1, 37, 64, 257],
        _ => [0, 1, 8191, 16384, 65537],
    }
}

fn main() {
    pools::processes::init();
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for kernel in KERNELS {
        for (v, info) in (kernel.prepare)(0, Load::Usual).variants().into_iter().enumerate() {
            let missing = missing(kernel, v);
            for workers in WORKERS.into_iter().filter(|&workers| info.scales() || workers == 1) {
                let name = format!("{}::{}::{workers}_workers", kernel.name, info.name);
                let workers = Workers::new(workers).expect("none of them is zero");
                trials.push(match &missing {
                    None => Trial::test(name, move || agrees(kernel, v, workers)),
                    Some(reason) if variant::required(needs(&info)) => {
                        let reason = format!("LAB_REQUIRE names {}, but: {reason}", needs(&info));
                        Trial::test(name, || Err(reason.into()))
                    }
                    Some(reason) => {
                        Trial::test(format!("{name} (skipped: {reason})"), || Ok(())).with_ignored_flag(true)
                    }
                });
            }
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    pools::processes::shutdown();
    conclusion.exit();
}

/// What `LAB_REQUIRE` calls the thing that a variant may lack.
fn needs(info: &Info) -> &'static str {
    match info.name {
        "python_loop" | "numpy" => "numpy",
        _ => info.way.name(),
    }
}

/// Why variant `v` can't run here, if it can't.
fn missing(kernel: &Kernel, v: usize) -> Option<String> {
    (kernel.prepare)(1, Load::Usual).run(v, Workers::ONE).err().map(|unavailable| unavailable.to_string())
}

fn agrees(kernel: &'static Kernel, v: usize, workers: Workers) -> Result<(), Failed> {
    for load in [Load::Usual, Load::Skewed] {
        for size in sizes(kernel) {
            let mut problem = (kernel.prepare)(size, load);
            // Twice: the second run meets whatever the first one left warm.
            for _ in 0..2 {
                problem.spoil();
                problem.run(v, workers)?;
                problem.check(v).map_err(|difference| format!("size {size}, load {load:?}: {difference}"))?;
            }
        }
    }
    Ok(())
}
