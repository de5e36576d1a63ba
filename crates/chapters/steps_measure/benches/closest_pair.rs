//! Both algorithms under criterion, and a sort that must not be handed its own answer.

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use steps_measure::{all_pairs, points::points, sweep};

// ANCHOR: closest_pair
fn closest_pair(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("closest_pair");
    for n in [1_000, 10_000] {
        let points = points(n);
        group.bench_with_input(BenchmarkId::new("all_pairs", n), &points, |bencher, points| {
            bencher.iter(|| all_pairs::closest(points));
        });
        group.bench_with_input(BenchmarkId::new("sweep", n), &points, |bencher, points| {
            bencher.iter(|| sweep::closest(points));
        });
    }
    group.finish();
}
// ANCHOR_END: closest_pair

// ANCHOR: sorting
fn sorting(criterion: &mut Criterion) {
    let points = points(10_000);
    criterion.bench_function("sort", |bencher| {
        bencher.iter_batched_ref(
            || points.clone(),
            |points| points.sort_unstable_by(|a, b| a.x.total_cmp(&b.x)),
            BatchSize::LargeInput,
        );
    });
}
// ANCHOR_END: sorting

criterion_group!(benches, closest_pair, sorting);
criterion_main!(benches);
