//! The closest two of many points: every pair is looked at.

use crate::Point;

/// The smallest distance between two of `points`, whose coordinates are numbers; infinite for fewer than two points.
pub fn closest(points: &[Point]) -> f64 {
    let mut best = f64::INFINITY;
    for (i, &point) in points.iter().enumerate() {
        for &other in &points[i + 1..] {
            best = best.min(point.distance(other));
        }
    }
    best
}
