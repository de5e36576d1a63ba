//! How far apart must two counters lie for two threads not to get in each other's way?

use benches::{
    experiment::{Outcome, point, series},
    pair::Counters,
    timing::each,
};
use record::Series;

/// Time of one addition, by the distance between the counters.
pub fn measure() -> Outcome<Series> {
    let counters = Counters::default();
    let mut points = Vec::new();
    for bytes in [8, 16, 32, 48, 64, 96, 128, 192, 256] {
        points.push(point("threads", bytes as f64, &each(Counters::EACH, || counters.count_apart(bytes))?));
    }
    Ok(series("bytes between the counters", "time of one addition (s)", points))
}
