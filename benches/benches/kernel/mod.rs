//! One kernel under criterion.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use lineup::Load;
use std::time::Duration;
use variant::Workers;

/// Measures every variant of the kernel at its usual size, those that scale at several worker counts. The group is
/// called after the kernel, the function after the variant, its parameter is the number of workers, and its throughput
/// the size: what `record::criterion` reads.
///
/// # Panics
/// When a variant's answer differs from that of `serial`: its time would mean nothing.
pub fn bench(name: &str) {
    // Runs of milliseconds need no long warm-up, and a median no hundred samples. The command line may say otherwise.
    let mut criterion = Criterion::default()
        .sample_size(25)
        .warm_up_time(Duration::from_millis(400))
        .measurement_time(Duration::from_millis(1200))
        .nresamples(20_000)
        .configure_from_args();
    let kernel = lineup::kernel(name).expect("each of these programs names a kernel");
    let mut problem = (kernel.prepare)(kernel.default_size, Load::Usual);
    let mut group = criterion.benchmark_group(name);
    // The same number of runs in each sample; with more runs in later ones, a slow variant would take minutes.
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(kernel.default_size as u64));
    for (v, info) in problem.variants().into_iter().enumerate() {
        let counts = if info.scales() { Workers::worth_measuring() } else { vec![Workers::ONE] };
        for workers in counts {
            problem.spoil();
            if let Err(reason) = problem.run(v, workers) {
                eprintln!("{name}/{}/{workers} is unavailable here: {reason}", info.name);
                continue;
            }
            if let Err(difference) = problem.check(v) {
                panic!("{name}/{}/{workers} gives a wrong answer: {difference}", info.name);
            }
            group.bench_function(BenchmarkId::new(info.name, workers), |bencher| {
                bencher.iter(|| problem.run(v, workers).expect("it ran a moment ago"));
            });
        }
    }
    group.finish();
    criterion.final_summary();
}
