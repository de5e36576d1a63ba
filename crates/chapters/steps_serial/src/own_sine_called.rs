//! The last step, one pair at a time: a function that is called can't become a part of the loop.

use crate::{OnEarth, own_sine};
use std::iter::zip;

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &OnEarth, km: &mut [f64]) {
    let from = zip(&*pairs.lon1, &*pairs.lat1);
    let to = zip(&*pairs.lon2, &*pairs.lat2);
    for (km, ((&lon1, &lat1), (&lon2, &lat2))) in zip(km, zip(from, to)) {
        *km = distance(lon1, lat1, lon2, lat2);
    }
}

// ANCHOR: called
#[inline(never)]
fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    own_sine::distance(lon1, lat1, lon2, lat2)
}
// ANCHOR_END: called
