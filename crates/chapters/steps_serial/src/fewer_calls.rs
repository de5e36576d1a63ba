//! The same number from fewer sines and cosines.

use great_circle::{Pairs, RADIUS_KM};
use std::{f64::consts::PI, iter::zip};

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &Pairs, km: &mut [f64]) {
    let from = zip(&*pairs.lon1, &*pairs.lat1);
    let to = zip(&*pairs.lon2, &*pairs.lat2);
    for (km, ((&lon1, &lat1), (&lon2, &lat2))) in zip(km, zip(from, to)) {
        *km = distance(lon1, lat1, lon2, lat2);
    }
}

/// As [`great_circle::distance`], with three calls for sines and cosines instead of five.
///
/// With half the sum and half the difference of the latitudes at hand, cos φ₁ and cos φ₂ follow from the addition
/// theorem: multiplications in place of calls.
pub fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    let half = PI / 360.0;
    let (sin_east, cos_east) = ((lon2 - lon1) * half).sin_cos();
    let (north, level) = ((lat2 - lat1) * half).sin_cos();
    let (south, middle) = ((lat2 + lat1) * half).sin_cos();
    let (even, odd) = (middle * level, south * north);
    let cosines = (even - odd) * (even + odd);
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;
    // Rounding can leave either a hair below zero, whose root would be NaN.
    2.0 * RADIUS_KM * a.max(0.0).sqrt().atan2(b.max(0.0).sqrt())
}
