//! A million distances, beside the reference answer.

#[path = "../../solutions/par_great_circle/src/lib.rs"]
mod reference;

use par_great_circle as yours;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{process::ExitCode, thread};

fn main() -> ExitCode {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let pool = |workers: usize| ThreadPoolBuilder::new().num_threads(workers).build().expect("threads start");
    let (one, all) = (pool(1), pool(workers));
    let pool = |asked: usize| -> &ThreadPool { if asked == 1 { &one } else { &all } };

    let coordinates = || (0..1_000_000).map(|i| [0.618, 0.414, 0.732, 0.236].map(|step| (f64::from(i) * step).fract()));
    let mine: Vec<_> = coordinates()
        .map(|[a, b, c, d]| yours::Pair { lon1: 180.0 * a, lat1: 90.0 * b, lon2: -180.0 * c, lat2: -90.0 * d })
        .collect();
    let theirs: Vec<_> = coordinates()
        .map(|[a, b, c, d]| reference::Pair { lon1: 180.0 * a, lat1: 90.0 * b, lon2: -180.0 * c, lat2: -90.0 * d })
        .collect();
    paired_timing::judge_scaling(
        "a million distances",
        workers,
        |workers| pool(workers).install(|| yours::distances(&mine)),
        |workers| pool(workers).install(|| reference::distances(&theirs)),
    )
}
