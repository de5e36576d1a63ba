//! Criterion's benchmarks of every kernel: each variant, by worker count. After `--` a part of a benchmark's name
//! chooses, as in `cargo bench -p benches --bench kernels -- great_circle/simd`.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use lineup::{KERNELS, Kernel, Load};
use std::{cell::LazyCell, mem, time::Duration};
use variant::Workers;

fn main() {
    pools::processes::init();
    // Runs of milliseconds need no long warm-up, and a median no hundred samples. The command line may say otherwise.
    let mut criterion = Criterion::default()
        .sample_size(25)
        .warm_up_time(Duration::from_millis(400))
        .measurement_time(Duration::from_millis(1200))
        .nresamples(20_000)
        .configure_from_args();
    for kernel in KERNELS {
        bench(&mut criterion, kernel);
    }
    criterion.final_summary();
    pools::processes::shutdown();
}

/// Measures every variant of the kernel at its usual size, those that scale at several worker counts. The group is
/// called after the kernel, the function after the variant, its parameter is the number of workers, and its throughput
/// the size: what `record::criterion` reads.
///
/// # Panics
/// When a variant's answer differs from that of `serial`: its time would mean nothing.
fn bench(criterion: &mut Criterion, kernel: &Kernel) {
    let name = kernel.name;
    let mut group = criterion.benchmark_group(name);
    // The same number of runs in each sample; with more runs in later ones, a slow variant would take minutes.
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(kernel.default_size as u64));
    // Criterion calls only what was asked for, and only then is there anything to prepare.
    let mut problem = LazyCell::new(|| kernel.prepare(kernel.default_size, Load::Usual));
    for (v, info) in kernel.variants().into_iter().enumerate() {
        let counts = if info.scales() { Workers::worth_measuring() } else { vec![Workers::ONE] };
        // What names no need runs everywhere.
        let tried = info.needs.map_or(Ok(()), |_| kernel.prepare(1, Load::Usual).run(v, Workers::ONE).map(drop));
        if let Err(reason) = tried {
            eprintln!("{name}/{} is unavailable here: {reason}", info.name);
            continue;
        }
        for workers in counts {
            let mut checked = false;
            group.bench_function(BenchmarkId::new(info.name, workers), |bencher| {
                // Criterion calls this for every sample.
                if !mem::replace(&mut checked, true) {
                    problem.spoil();
                    problem.run(v, workers).expect("it ran a moment ago");
                    if let Err(difference) = problem.check(v) {
                        panic!("{name}/{}/{workers} gives a wrong answer: {difference}", info.name);
                    }
                }
                let mut run = || problem.run(v, workers).expect("it ran a moment ago");
                if info.launched {
                    // By its own clock: to start other programs is no part of the work.
                    bencher.iter_custom(|runs| (0..runs).map(|_| run().work).sum());
                } else {
                    bencher.iter(run);
                }
            });
        }
    }
    group.finish();
}
