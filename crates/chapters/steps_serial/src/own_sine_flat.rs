//! The last step, with the pairs one behind another.

use crate::{Pair, own_sine::distance};
use std::iter::zip;

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &[Pair], km: &mut [f64]) {
    for (km, pair) in zip(km, pairs) {
        let (from, to) = (pair.from, pair.to);
        *km = distance(from.lon(), from.lat(), to.lon(), to.lat());
    }
}
