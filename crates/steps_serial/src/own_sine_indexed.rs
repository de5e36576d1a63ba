//! The last step, with an index into each column.

use crate::own_sine::distance;
use great_circle::Pairs;

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &Pairs, km: &mut [f64]) {
    for i in 0..pairs.len() {
        km[i] = distance(pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i]);
    }
}
