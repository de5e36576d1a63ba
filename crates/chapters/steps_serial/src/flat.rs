//! No memory asked for: the pairs lie in one piece, and the answers go where the caller wants them.

use crate::Pair;

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &[Pair], km: &mut [f64]) {
    for i in 0..pairs.len() {
        km[i] = pairs[i].from.km_to(pairs[i].to);
    }
}
