//! How long does one load take when its address comes from the load before, by how much memory is gone through?

use benches::{
    chase::Trail,
    experiment::{Outcome, point, series},
    timing::repeat,
};
use record::{Point, Series};
use variant::Unavailable;

const STEPS: usize = 20_000;

/// Time of one step, by the memory that the trail leads through: each cache is a rung. Beside it, from a page on, the
/// same through pages of 2 MiB: what falls away is the translation of addresses.
pub fn measure() -> Outcome<Series> {
    let sizes = (12..=28).map(|power| 1_usize << power);
    let mut points = Vec::new();
    for bytes in sizes {
        points.push(rung("one load", bytes, Trail::through(bytes).map_err(|e| Unavailable::new(e.to_string()))?));
        #[cfg(target_os = "linux")]
        if bytes >= 2 << 20
            && let Ok(trail) = Trail::through_huge_pages(bytes)
        {
            points.push(rung("one load, huge pages", bytes, trail));
        }
    }
    Ok(series("bytes gone through", "time of one load (s)", points))
}

fn rung(name: &str, bytes: usize, mut trail: Trail) -> Point {
    // Once round, so that what fits into a cache is there.
    trail.follow(bytes / 64);
    let steps: Vec<_> = repeat(|| trail.follow(STEPS)).into_iter().map(|seconds| seconds / STEPS as f64).collect();
    point(name, bytes as f64, &steps)
}
