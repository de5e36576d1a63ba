//! Every variant of every kernel must agree with `serial`, whatever the number of workers: one test line for each.

use libtest_mimic::{Arguments, Failed, Trial};
use lineup::{KERNELS, Kernel, Load};
use variant::Workers;

const WORKERS: [usize; 5] = [1, 2, 3, 7, 64];

/// Of a variant that starts a program for each worker, no more: 64 would take the machine a minute each time.
const MOST_LAUNCHED: usize = 7;

fn main() {
    pools::processes::init();
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for kernel in KERNELS {
        for (v, info) in kernel.variants().into_iter().enumerate() {
            let missing = missing(kernel, v);
            let most = match (info.scales(), info.launched) {
                (false, _) => 1,
                (true, true) => MOST_LAUNCHED,
                (true, false) => usize::MAX,
            };
            for workers in WORKERS.into_iter().filter(|&workers| workers <= most) {
                let name = format!("{}::{}::{workers}_workers", kernel.name, info.name);
                let workers = Workers::new(workers).expect("none of them is zero");
                trials.push(match (&missing, info.needs) {
                    (None, _) => Trial::test(name, move || agrees(kernel, v, workers)),
                    (Some(reason), None) => {
                        let reason = format!("its row names nothing that it needs, but: {reason}");
                        Trial::test(name, || Err(reason.into()))
                    }
                    (Some(reason), Some(needs)) if variant::required(needs) => {
                        let reason = format!("LAB_REQUIRE names {needs}, but: {reason}");
                        Trial::test(name, || Err(reason.into()))
                    }
                    (Some(reason), Some(_)) => {
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

/// Why variant `v` can't run here, if it can't.
fn missing(kernel: &Kernel, v: usize) -> Option<String> {
    kernel.prepare(1, Load::Usual).run(v, Workers::ONE).err().map(|unavailable| unavailable.to_string())
}

fn agrees(kernel: &'static Kernel, v: usize, workers: Workers) -> Result<(), Failed> {
    for load in [Load::Usual, Load::Skewed] {
        for &size in kernel.test_sizes {
            let mut problem = kernel.prepare(size, load);
            // Twice: the second run meets whatever the first one left warm. What is started anew meets nothing.
            for _ in 0..if kernel.variants()[v].launched { 1 } else { 2 } {
                problem.spoil();
                problem.run(v, workers)?;
                problem.check(v).map_err(|difference| format!("size {size}, load {load:?}: {difference}"))?;
            }
        }
    }
    Ok(())
}
