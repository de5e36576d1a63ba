//! Every step computes what serial computes, for any number of workers.

use great_circle::Pairs;
use mandelbrot::View;
use shared::Shared;
use std::sync::Arc;
use steps_threads::{adjacent, blocks, cyclic, next_index, padded, scoped, spawned};
use variant::{Precision, Unavailable, Workers};

fn worker_counts() -> impl Iterator<Item = Workers> {
    [1, 2, 3, 7, 64].into_iter().map(|n| Workers::new(n).expect("not zero"))
}

#[test]
fn distances_are_those_of_serial() {
    for n in [0, 1, 2, 97, 1000] {
        let pairs = Arc::new(Pairs::random(n, 8));
        let mut want = Shared::zeroed(n);
        great_circle::serial::run(&pairs, Workers::ONE, &mut want).unwrap();
        for workers in worker_counts() {
            for (step, got) in [("spawned", spawned::run(&pairs, workers)), ("scoped", scoped::run(&pairs, workers))] {
                great_circle::agree(&pairs, &want, &got, Precision::Double)
                    .unwrap_or_else(|e| panic!("{step}, {n} pairs, {workers} workers: {e}"));
            }
        }
    }
}

type Step = fn(&View, Workers, &mut Shared<u32>) -> Result<(), Unavailable>;

#[test]
fn pictures_are_those_of_serial() {
    for view in [View::whole(0), View::whole(1), View::whole(2), View::skewed(61), View::whole(64)] {
        let mut want = Shared::zeroed(view.pixels());
        mandelbrot::serial::run(&view, Workers::ONE, &mut want).unwrap();
        for workers in worker_counts() {
            for (step, run) in [("blocks", blocks::run as Step), ("cyclic", cyclic::run)] {
                let mut got = Shared::zeroed(view.pixels());
                run(&view, workers, &mut got).unwrap();
                mandelbrot::agree(&view, &want, &got, Precision::Double)
                    .unwrap_or_else(|e| panic!("{step}, {} columns, {workers} workers: {e}", view.columns));
            }
        }
    }
}

#[test]
fn every_index_is_taken_once() {
    for workers in worker_counts() {
        for jobs in [0, 1, 5, 1000] {
            let mut got = next_index::run(workers, jobs, |job| 3 * job);
            got.sort_unstable();
            assert!(got.into_iter().eq((0..jobs).map(|job| (job, 3 * job))), "{jobs} jobs, {workers} workers");
        }
    }
}

#[test]
fn no_count_is_lost() {
    for workers in worker_counts() {
        let want = 1000 * workers.get() as u64;
        assert_eq!(adjacent::run(workers, 1000), want, "adjacent, {workers} workers");
        assert_eq!(padded::run(workers, 1000), want, "padded, {workers} workers");
    }
}
