//! No index, so no bounds check: columns that are gone through side by side.

use great_circle::{Pairs, distance};
use std::iter::zip;

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &Pairs, km: &mut [f64]) {
    let from = zip(&*pairs.lon1, &*pairs.lat1);
    let to = zip(&*pairs.lon2, &*pairs.lat2);
    for (km, ((&lon1, &lat1), (&lon2, &lat2))) in zip(km, zip(from, to)) {
        *km = distance(lon1, lat1, lon2, lat2);
    }
}
