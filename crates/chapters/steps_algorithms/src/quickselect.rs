//! Quickselect (Hoare 1961): the key that would stand in a given place if all were sorted, without sorting them.

use rayon::prelude::*;

/// So few keys are selected from by one core.
const GRAIN: usize = 16 * 1024;

/// The key that would stand at `place`, counted from 0, if `keys` were sorted.
///
/// # Panics
/// When there is no such place.
pub fn select(mut keys: Vec<u64>, mut place: usize) -> u64 {
    while keys.len() > GRAIN {
        let pivot = middle_of_nine(&keys);
        let (below, equal) = keys
            .par_iter()
            .map(|&key| (usize::from(key < pivot), usize::from(key == pivot)))
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        if (below..below + equal).contains(&place) {
            return pivot;
        }
        // Only one side is of interest, and it is a compaction: rayon counts, scans and moves behind `filter` and
        // `collect`.
        keys = if place < below {
            keys.into_par_iter().filter(|&key| key < pivot).collect()
        } else {
            place -= below + equal;
            keys.into_par_iter().filter(|&key| key > pivot).collect()
        };
    }
    *keys.select_nth_unstable(place).1
}

/// The middle one of nine keys from all over: a guess at the middle one of all.
fn middle_of_nine(keys: &[u64]) -> u64 {
    let mut nine = std::array::from_fn::<_, 9, _>(|i| keys[i * (keys.len() - 1) / 8]);
    nine.sort();
    nine[4]
}
