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

/// As [`great_circle::distance`].
///
/// Of six sines and cosines five are left, and two pairs of these come from one call each: cos φ₁ · cos φ₂ is
/// cos² of the mean latitude less sin² of half their difference.
pub fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    let half = PI / 360.0;
    let (sin_east, cos_east) = ((lon2 - lon1) * half).sin_cos();
    let north = ((lat2 - lat1) * half).sin();
    let (south, middle) = ((lat2 + lat1) * half).sin_cos();
    // A product, not a difference of squares: near a pole the two are nearly equal.
    let cosines = ((middle - north) * (middle + north)).max(0.0);
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;
    2.0 * RADIUS_KM * a.sqrt().atan2(b.sqrt())
}
