//! How long does one load take when its address comes from the load before, by how much memory is gone through?

use benches::{
    chase::Trail,
    experiment::{Outcome, point, series},
    timing::repeat,
};
use record::Series;

const STEPS: usize = 20_000;

/// Time of one step, by the memory that the trail leads through: each cache is a rung.
pub fn measure() -> Outcome<Series> {
    let sizes = (12..=28).map(|power| 1_usize << power);
    let points = sizes.map(|bytes| {
        let mut trail = Trail::through(bytes);
        // Once round, so that what fits into a cache is there.
        trail.follow(bytes / 64);
        let steps: Vec<_> = repeat(|| trail.follow(STEPS)).into_iter().map(|seconds| seconds / STEPS as f64).collect();
        point("one load", bytes as f64, &steps)
    });
    Ok(series("bytes gone through", "time of one load (s)", points.collect()))
}
