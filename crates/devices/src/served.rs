//! What the programs in `src/bin` have in common: each solves one problem, that of a process that waits for it, and
//! says how long that took.

use bytemuck::Pod;
use cards::{Order, Report};
use great_circle::Pairs;
use mandelbrot::View;
use matmul::Matrices;
use scan::Numbers;
use serde_json::Value;
use shared::{Handle, Shared};
use std::process::ExitCode;
use variant::{Unavailable, Variant, Workers};

/// The kernels, through one interface.
pub struct Kernels {
    /// Great circle.
    pub great_circle: Variant<Pairs, Shared<f64>>,
    /// Mandelbrot.
    pub mandelbrot: Variant<View, Shared<u32>>,
    /// The product of matrices.
    pub matmul: Variant<Matrices, Shared<f64>>,
    /// Scan.
    pub scan: Variant<Numbers, Shared<u64>>,
}

/// Does what the order on the command line says, and prints the report.
pub fn serve(kernels: &Kernels) -> ExitCode {
    match solved(kernels) {
        Ok(report) => {
            println!("{}", serde_json::to_string(&report).expect("strings and finite numbers are always JSON"));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn solved(kernels: &Kernels) -> Result<Report, String> {
    let order = Order::read()?;
    match order.kernel.as_str() {
        "great_circle" => {
            let ([lon1, lat1, lon2, lat2], km): great_circle::cards::Place = order.job()?;
            let [lon1, lat1, lon2, lat2] = [copy(&lon1)?, copy(&lat1)?, copy(&lon2)?, copy(&lat2)?];
            solve(&order, &kernels.great_circle, &Pairs { lon1, lat1, lon2, lat2 }, &km)
        }
        "mandelbrot" => {
            let (view, counts): mandelbrot::cards::Place = order.job()?;
            solve(&order, &kernels.mandelbrot, &view, &counts)
        }
        "matmul" => {
            let (n, a, b, c): matmul::cards::Place = order.job()?;
            solve(&order, &kernels.matmul, &Matrices::of(n, copy(&a)?, copy(&b)?), &c)
        }
        "scan" => {
            let (numbers, totals): scan::cards::Place = order.job()?;
            solve(&order, &kernels.scan, &Numbers::from(copy(&numbers)?), &totals)
        }
        other => Err(format!("no kernel here is called {other}")),
    }
}

/// The problem's numbers in memory of this process's own, before any time begins.
fn copy<T: Pod>(handle: &Handle) -> Result<Shared<T>, String> {
    let theirs = handle.open::<T>().map_err(|error| format!("the problem can't be read: {error}"))?;
    let mut ours = Shared::zeroed(theirs.len());
    // SAFETY: who started us keeps the problem, waits, and writes nothing.
    ours.copy_from_slice(unsafe { theirs.read(0..theirs.len()) });
    Ok(ours)
}

/// Solves it twice: the first run opens the device and compiles the kernel, the second is the one that counts.
fn solve<P, T: Pod>(
    order: &Order<Value>,
    variant: &Variant<P, Shared<T>>,
    problem: &P,
    answer: &Handle,
) -> Result<Report, String> {
    let theirs = answer.open::<T>().map_err(|error| format!("the answer can't be written: {error}"))?;
    let mut ours = Shared::zeroed(theirs.len());
    let unavailable = |reason: Unavailable| Ok(Report::Unavailable(reason.to_string()));
    if let Err(reason) = variant.run(problem, Workers::ONE, &mut ours) {
        return unavailable(reason);
    }
    let start = order.age();
    ours.fill(T::zeroed());
    let took = match variant.run(problem, Workers::ONE, &mut ours) {
        Ok(took) => took,
        Err(reason) => return unavailable(reason),
    };
    // SAFETY: who started us waits, and reads nothing before we are done.
    unsafe { theirs.write(0..ours.len()) }.copy_from_slice(&ours);
    let kernel = took.kernel.ok_or("a device says how long its kernel took")?;
    Ok(Report::Solved { work_s: took.work.as_secs_f64(), kernel_s: kernel.as_secs_f64(), start_s: start.as_secs_f64() })
}
