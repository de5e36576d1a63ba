//! The closest two of many points: only pairs that can still win are looked at.

use crate::Point;

/// The smallest distance between two of `points`, whose coordinates are numbers; infinite for fewer than two points.
pub fn closest(points: &[Point]) -> f64 {
    let mut points = points.to_vec();
    points.sort_unstable_by(|a, b| a.x.total_cmp(&b.x));
    let mut best = f64::INFINITY;
    for (i, &point) in points.iter().enumerate() {
        for &other in &points[i + 1..] {
            // From here on everything lies further to the right than the best distance.
            if other.x - point.x >= best {
                break;
            }
            best = best.min(point.distance(other));
        }
    }
    best
}
