//! Where does the better algorithm overtake 32 cores of the worse one?

use benches::{
    experiment::{Outcome, point, series},
    timing::repeat,
};
use record::Series;
use steps_measure::{all_pairs, points::points, sweep};

const SIZES: [usize; 8] = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000];

/// Time by the number of points; the line of 32 cores is the first one divided by 32, not measured.
pub fn measure() -> Outcome<Series> {
    let mut found = Vec::new();
    for n in SIZES {
        let points = points(n);
        let pairs = repeat(|| all_pairs::closest(&points));
        let ideal: Vec<_> = pairs.iter().map(|seconds| seconds / 32.0).collect();
        found.push(point("all pairs", n as f64, &pairs));
        found.push(point("all pairs, 32 ideal cores", n as f64, &ideal));
        found.push(point("sweep", n as f64, &repeat(|| sweep::closest(&points))));
    }
    Ok(series("points", "time (s)", found))
}
