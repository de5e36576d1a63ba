//! Scan, the inclusive prefix sum: each number becomes the sum of all up to and including it. Every answer needs the
//! one before it, or so it seems: the work is a single chain, and the question is how several workers can pull on it.
//!
//! This file states the problem once. Each file beside it answers only one question: who adds up what, and when.

#[cfg(feature = "cards")]
pub mod cards;
pub mod chained_threads;
pub mod extra_band_threads;
pub mod rayon;
pub mod serial;
pub mod streaming;
pub mod streaming_threads;
pub mod threads;

use ::rand::{RngExt, SeedableRng};
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// The numbers to add up.
pub struct Numbers(Shared<u64>);

impl Numbers {
    /// `n` numbers below 100; the same for the same seed.
    pub fn random(n: usize, seed: u64) -> Self {
        Self::below(100, n, seed)
    }

    /// `n` numbers of any size: their sum passes 2⁶⁴ every second time or so, and must wrap around at the same places.
    pub fn skewed(n: usize, seed: u64) -> Self {
        Self::below(u64::MAX, n, seed)
    }

    fn below(limit: u64, n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let mut numbers = Shared::zeroed(n);
        numbers.fill_with(|| rng.random_range(0..limit));
        Self(numbers)
    }
}

impl From<Shared<u64>> for Numbers {
    fn from(numbers: Shared<u64>) -> Self {
        Self(numbers)
    }
}

impl std::ops::Deref for Numbers {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        &self.0
    }
}

// ANCHOR: pieces
/// The sum of all numbers; it wraps around at 2⁶⁴, so that it is the same in any order.
#[inline(never)]
pub fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().fold(0, |sum, &number| sum.wrapping_add(number))
}

/// Writes the running totals of `numbers` into `totals`, of the same length, as if `before` had come before the first.
/// Returns the last one.
// Never inlined, so that every variant runs the same machine code.
#[inline(never)]
pub fn scan(before: u64, numbers: &[u64], totals: &mut [u64]) -> u64 {
    let mut sum = before;
    for (total, &number) in totals.iter_mut().zip(numbers) {
        sum = sum.wrapping_add(number);
        *total = sum;
    }
    sum
}
// ANCHOR_END: pieces

/// Whether two answers agree: they are whole numbers, so every one must be the same.
///
/// # Errors
/// A sentence that names the first differing total.
pub fn agree(numbers: &Numbers, want: &[u64], got: &[u64], _: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} totals came back of {}", got.len(), want.len()));
    }
    match (0..want.len()).find(|&i| want[i] != got[i]) {
        None => Ok(()),
        Some(i) => Err(format!(
            "total {i} of {}, where {} is added: expected {}, got {}",
            want.len(),
            numbers[i],
            want[i],
            got[i]
        )),
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Numbers, Shared<u64>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("extra_band_threads", Way::Threads, Some("serial"), extra_band_threads::run),
    Variant::new("chained_threads", Way::Threads, Some("serial"), chained_threads::run),
    Variant::new("streaming", Way::Serial, None, streaming::run),
    Variant::new("streaming_threads", Way::Threads, Some("streaming"), streaming_threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    #[cfg(feature = "cards")]
    Variant::launched("opencl", Way::OpenCl, None, cards::opencl).needs("opencl"),
    #[cfg(feature = "cards")]
    Variant::launched("cuda", Way::Cuda, None, cards::cuda).needs("cuda"),
    #[cfg(feature = "cards")]
    Variant::launched("cubecl", Way::CubeCl, None, cards::cubecl).needs("cubecl"),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Numbers, Shared<u64>, u64> = Kernel {
    name: "scan",
    size_is: "numbers to add up",
    default_size: 8_000_000,
    test_sizes: &[0, 1, 8191, 16_384, 65_537],
    // A number and two answers of eight bytes each.
    bytes: |size| 24 * size,
    // An addition for each number, of integers this time; it comes in and a sum goes out.
    work: Some(|size| Work { operations: size as f64, bytes: 16.0 * size as f64, bits: 64 }),
    problem: |size, load| match load {
        Load::Usual => Numbers::random(size, 7),
        Load::Skewed => Numbers::skewed(size, 7),
    },
    answer: |numbers| Shared::zeroed(numbers.len()),
    spoilt: u64::MAX,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    #[test]
    fn totals_known_by_heart() {
        let mut totals = [0; 5];
        assert_eq!(scan(0, &[1, 2, 3, 4, 5], &mut totals), 15);
        assert_eq!(totals, [1, 3, 6, 10, 15]);
        assert_eq!(scan(100, &[], &mut []), 100, "nothing is added to what came before");
        assert_eq!(scan(u64::MAX, &[2], &mut totals[..1]), 1, "it wraps around");
        assert_eq!(sum(&[u64::MAX, 2, 3]), 4);
    }

    /// The line-up's parity test asks for more; this one is small enough for a sanitizer.
    #[test]
    fn every_variant_gives_the_same_totals() {
        for n in [0, 1, 7, 50_000] {
            let numbers = Numbers::skewed(n, 5);
            let mut want = vec![0; n];
            scan(0, &numbers, &mut want);
            for workers in [1, 2, 3, 8].into_iter().filter_map(Workers::new) {
                for variant in VARIANTS.iter().filter(|variant| variant.needs.is_none()) {
                    let mut got = Shared::zeroed(n);
                    variant.run(&numbers, workers, &mut got).expect("all of them run everywhere");
                    assert_eq!(agree(&numbers, &want, &got, Precision::Double), Ok(()), "{}, {workers}", variant.name);
                }
            }
        }
    }

    /// A line of a cache has eight places: a band may begin and end at any of them.
    #[test]
    fn streaming_scans_slices_that_begin_anywhere_in_a_line() {
        let numbers = Numbers::skewed(100, 5);
        for from in 0..9 {
            for n in [0, 1, 2, 7, 8, 9, 41] {
                let (mut want, mut got) = ([1; 100], [1; 100]);
                let last = scan(3, &numbers[..n], &mut want[from..from + n]);
                assert_eq!(streaming::scan(3, &numbers[..n], &mut got[from..from + n]), last, "{n} from {from}");
                assert_eq!(got, want, "{n} from {from}: all else is left as it was");
            }
        }
    }

    #[test]
    fn one_wrong_total_is_found() {
        let numbers = Numbers::random(10, 1);
        let mut want = vec![0; 10];
        scan(0, &numbers, &mut want);
        let mut got = want.clone();
        got[7] += 1;
        assert!(agree(&numbers, &want, &got, Precision::Double).unwrap_err().contains("total 7 of 10"));
    }
}
