//! Sorting by merging: split the keys in two, sort both halves, merge them. The halves don't need each other. The merge
//! needs both, and what it costs decides how far more workers help. One variant needs no merge: it deals the keys out
//! first.
//!
//! This file states the problem and how two sorted halves become one. Each file beside it answers only one question:
//! who sorts which half, and who merges.

pub mod buckets_rayon;
pub mod library_rayon;
pub mod library_serial;
pub mod library_unstable;
pub mod merge_rayon;
pub mod rayon;
pub mod serial;
pub mod threads;

use ::rand::{RngExt, SeedableRng};
use shared::Shared;
use std::sync::Mutex;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// So few keys are sorted by insertion: cheaper than to split them further.
pub const LEAF: usize = 24;

/// So few keys aren't worth sharing out: sorting them takes some hundred microseconds, handing over a half less than
/// one.
pub const GRAIN: usize = 8 * 1024;

/// The keys to sort.
pub struct Keys {
    keys: Shared<u64>,
    /// Room to merge in, as long as the keys. It is kept, so that no run pays for fresh memory.
    room: Mutex<Vec<u64>>,
}

impl Keys {
    /// `n` keys of any size; the same for the same seed.
    pub fn random(n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        Self::from_fn(n, |_| rng.random())
    }

    /// `n` keys of which the first half are all alike and the rest run downwards.
    pub fn skewed(n: usize, seed: u64) -> Self {
        Self::from_fn(n, |i| if i < n / 2 { seed } else { (n - i) as u64 })
    }

    fn from_fn(n: usize, mut key: impl FnMut(usize) -> u64) -> Self {
        let mut keys = Shared::zeroed(n);
        keys.iter_mut().enumerate().for_each(|(i, slot)| *slot = key(i));
        Self { keys, room: Mutex::new(vec![0; n]) }
    }

    /// Copies the keys into `answer` and into the room to merge in, and lets `sort` have both.
    fn copied(&self, answer: &mut [u64], sort: impl FnOnce(&mut [u64], &mut [u64]) + Send) {
        let mut room = self.room.lock().expect("sorting doesn't panic");
        answer.copy_from_slice(self);
        room.copy_from_slice(self);
        sort(answer, &mut room);
    }
}

impl std::ops::Deref for Keys {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        &self.keys
    }
}

// ANCHOR: merge
/// Merges two sorted slices into `into`, which is as long as both together. Of equal keys those from the left come
/// first.
#[inline(never)]
pub fn merge(left: &[u64], right: &[u64], into: &mut [u64]) {
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        let (l, r) = (left[i], right[j]);
        // Which is less can't be guessed, so nothing here jumps on it.
        let from_right = r < l;
        into[i + j] = if from_right { r } else { l };
        i += usize::from(!from_right);
        j += usize::from(from_right);
    }
    let (rest_left, rest_right) = into[i + j..].split_at_mut(left.len() - i);
    rest_left.copy_from_slice(&left[i..]);
    rest_right.copy_from_slice(&right[j..]);
}
// ANCHOR_END: merge

/// Sorts a few keys: each goes down until it meets one that is no greater.
#[inline(never)]
pub fn insertion(keys: &mut [u64]) {
    for i in 1..keys.len() {
        let key = keys[i];
        let mut at = i;
        while at > 0 && keys[at - 1] > key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
    }
}

/// Whether two answers agree: every key must be the same.
///
/// # Errors
/// A sentence that names the first differing key.
pub fn agree(_: &Keys, want: &[u64], got: &[u64], _: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} keys came back of {}", got.len(), want.len()));
    }
    match (0..want.len()).find(|&i| want[i] != got[i]) {
        None => Ok(()),
        Some(i) => Err(format!("key {i} of {}: expected {}, got {}", want.len(), want[i], got[i])),
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Keys, Shared<u64>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    Variant::new("merge_rayon", Way::Rayon, Some("serial"), merge_rayon::run),
    Variant::new("buckets_rayon", Way::Rayon, Some("buckets_rayon"), buckets_rayon::run),
    Variant::new("library_serial", Way::Serial, None, library_serial::run),
    Variant::new("library_unstable", Way::Serial, None, library_unstable::run),
    Variant::new("library_rayon", Way::Rayon, Some("library_rayon"), library_rayon::run),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Keys, Shared<u64>, u64> = Kernel {
    name: "sort",
    size_is: "keys to sort",
    default_size: 1_000_000,
    test_sizes: &[0, 1, 8191, 16_384, 65_537],
    // A key, one to work with, and two answers of eight bytes each.
    bytes: |size| 32 * size,
    // As many comparisons as merging takes, one for each key on each of its levels. A key comes in and goes out.
    work: Some(|size| {
        let n = size as f64;
        Work { operations: n * n.max(1.0).log2(), bytes: 16.0 * n, bits: 64 }
    }),
    problem: |size, load| match load {
        Load::Usual => Keys::random(size, 7),
        Load::Skewed => Keys::skewed(size, 7),
    },
    answer: |keys| Shared::zeroed(keys.len()),
    spoilt: u64::MAX,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    #[test]
    fn a_merge_takes_from_both_sides() {
        for (left, right) in [(&[][..], &[][..]), (&[3], &[]), (&[], &[3]), (&[1, 4, 4], &[2, 4, 9]), (&[5, 6], &[1])] {
            let mut got = vec![0; left.len() + right.len()];
            merge(left, right, &mut got);
            let mut want = [left, right].concat();
            want.sort();
            assert_eq!(got, want, "{left:?} and {right:?}");
        }
    }

    #[test]
    fn lopsided_sides_merge_as_well() {
        for (n, m) in [(0, 50_000), (50_000, 0), (3, 60_000), (60_000, 3), (30_000, 30_001)] {
            // Runs of equal keys lie across every cut.
            let left: Vec<u64> = (0..n).map(|i| i / 9_000).collect();
            let right: Vec<u64> = (0..m).map(|i| i / 7_000).collect();
            let mut got = vec![0; left.len() + right.len()];
            merge_rayon::merge_both_ends(&left, &right, &mut got);
            let mut want = [left, right].concat();
            want.sort();
            assert!(got == want, "{n} and {m} keys");
        }
    }

    #[test]
    fn serial_sorts_as_the_library_does() {
        for n in [0, 1, 2, LEAF, LEAF + 1, 1000] {
            for keys in [Keys::random(n, 3), Keys::skewed(n, 3)] {
                let mut got = Shared::zeroed(n);
                serial::run(&keys, Workers::ONE, &mut got).unwrap();
                let mut want = keys.to_vec();
                want.sort();
                assert_eq!(*got, *want, "{n} keys");
            }
        }
    }

    /// The line-up's parity test asks for more; this one is small enough for a sanitizer.
    #[test]
    fn every_variant_sorts() {
        for keys in [Keys::random(40_000, 5), Keys::skewed(40_000, 5), Keys::random(3, 5)] {
            let mut want = keys.to_vec();
            want.sort();
            for workers in [1, 2, 3, 8].into_iter().filter_map(Workers::new) {
                for variant in VARIANTS {
                    let mut got = Shared::zeroed(want.len());
                    variant.run(&keys, workers, &mut got).expect("all of them run everywhere");
                    assert_eq!(agree(&keys, &want, &got, Precision::Double), Ok(()), "{}, {workers}", variant.name);
                }
            }
        }
    }

    #[test]
    fn one_wrong_key_is_found() {
        let message = agree(&Keys::random(3, 1), &[1, 2, 3], &[1, 3, 3], Precision::Double).unwrap_err();
        assert!(message.contains("key 1 of 3: expected 2, got 3"), "{message}");
    }
}
