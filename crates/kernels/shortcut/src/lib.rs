//! The shortcut: from every place to every other, the shortest way that makes one stop. For `n` places that is `n³`
//! additions and `n³` comparisons on `n²` numbers, so what matters is what each core does with what it has fetched.
//!
//! Multiplying two matrices has the same shape, with `×` for `+` and `+` for the minimum. The problem, and the plan of
//! improving it in versions, come from Jukka Suomela's course *Programming Parallel Computers* (Aalto University); the
//! code is our own.
//!
//! This file states the problem once. Each file beside it changes one thing about the one before.

#[cfg(target_arch = "x86_64")]
mod avx512;
pub mod bits;
pub mod bits_rayon;
pub mod blocks;
pub mod ilp;
pub mod linear;
pub mod outer;
mod panels;
pub mod registers;
pub mod serial;
pub mod simd;
pub mod simd_threads;
pub mod threads;
pub mod wide;
pub mod wide_rayon;

use rand::{RngExt, SeedableRng};
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work, Workers};

/// How far it is from each of `n` places to each other one, directly.
pub struct Distances {
    n: usize,
    d: Shared<f32>,
}

impl Distances {
    /// Distances between `n` places, drawn from `seed`, uniform in 0…1; the same on every machine.
    pub fn random(n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let mut d = Shared::zeroed(n * n);
        d.fill_with(|| rng.random_range(0.0..1.0));
        Self { n, d }
    }

    /// As [`Distances::random`], but only the last tenth of the places has any way out: from the others the distance to
    /// everywhere is infinite.
    pub fn skewed(n: usize, seed: u64) -> Self {
        let mut distances = Self::random(n, seed);
        distances.d[..(n - n / 10) * n].fill(f32::INFINITY);
        distances
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The distances row by row, `n` × `n`: from place `i` to place `j` at `i * n + j`. No distance is NaN or negative,
    /// and one that is infinite means that no way leads there.
    pub fn rows(&self) -> &[f32] {
        &self.d
    }
}

// ANCHOR: stop
/// The shortest way so far, or the one through the next stop, whichever is shorter.
///
/// Not `f32::min`: that one promises to pass over NaN, which takes the processor three instructions instead of one.
#[inline(always)]
pub fn shorter(best: f32, from: f32, to: f32) -> f32 {
    let way = from + to;
    if way < best { way } else { best }
}
// ANCHOR_END: stop

/// Whether two answers agree; if not, where they first differ. They must be equal to the last bit: every variant adds
/// the same pairs of numbers, and a minimum rounds nothing.
///
/// # Errors
/// A sentence that names the places and both distances.
pub fn agree(distances: &Distances, want: &[f32], got: &[f32], _: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} distances came back for {} pairs of places", got.len(), want.len()));
    }
    match (0..want.len()).find(|&i| want[i] != got[i]) {
        None => Ok(()),
        Some(i) => {
            let (from, to) = (i / distances.len(), i % distances.len());
            Err(format!("from place {from} to place {to}: expected {}, got {}", want[i], got[i]))
        }
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Distances, Shared<f32>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run).single_precision(),
    Variant::new("linear", Way::Serial, None, linear::run).single_precision(),
    Variant::new("ilp", Way::Serial, None, ilp::run).single_precision(),
    Variant::new("simd", Way::Simd, None, simd::run).single_precision(),
    Variant::new("registers", Way::Simd, None, registers::run).single_precision(),
    Variant::new("outer", Way::Simd, None, outer::run).single_precision(),
    Variant::new("blocks", Way::Simd, None, blocks::run).single_precision(),
    Variant::new("bits", Way::Simd, None, bits::run).single_precision(),
    Variant::new("wide", Way::Simd, None, wide::run).single_precision(),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run).single_precision(),
    Variant::new("simd_threads", Way::Threads, Some("simd"), simd_threads::run).single_precision(),
    Variant::new("bits_rayon", Way::Rayon, Some("bits"), bits_rayon::run).single_precision(),
    Variant::new("wide_rayon", Way::Rayon, Some("wide"), wide_rayon::run).single_precision(),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Distances, Shared<f32>, f32> = Kernel {
    name: "shortcut",
    size_is: "places (distances: their square)",
    default_size: 1000,
    // The work is their cube.
    test_sizes: &[0, 1, 37, 64, 257],
    // Distances, two copies of them, and two answers of four bytes each.
    bytes: |size| 20 * size * size,
    // An addition and a minimum for each stop between two places. The distances come in once and the answer goes out:
    // the fewest bytes there can be, if everything else stays in the caches.
    work: Some(|size| {
        let n = size as f64;
        Work { operations: 2.0 * n * n * n, bytes: 8.0 * n * n, bits: 32 }
    }),
    problem: |size, load| match load {
        Load::Usual => Distances::random(size, 7),
        Load::Skewed => Distances::skewed(size, 7),
    },
    answer: |distances| Shared::zeroed(distances.n * distances.n),
    spoilt: f32::NAN,
    agree,
    variants: VARIANTS,
};

/// The transpose of the `n` × `n` numbers `d`: its row `j` is their column `j`, so that a walk down a column becomes a
/// walk along a row. Blocks of 32 × 32 keep what is read and what is written in the cache.
pub(crate) fn transposed(d: &[f32], n: usize) -> Vec<f32> {
    const BLOCK: usize = 32;
    let mut t = vec![0.0; n * n];
    for top in (0..n).step_by(BLOCK) {
        for left in (0..n).step_by(BLOCK) {
            for i in top..n.min(top + BLOCK) {
                for j in left..n.min(left + BLOCK) {
                    t[j * n + i] = d[i * n + j];
                }
            }
        }
    }
    t
}

/// Numbers in a vector.
pub(crate) const LANES: usize = 8;
/// Vectors worked on at once from version 3 on: as many chains as in version 2.
pub(crate) const CHAINS: usize = 4;

/// `LANES` numbers that are worked on together.
pub(crate) type Vector = [f32; LANES];

/// The rows of `n` numbers each as vectors, every row filled up with infinities to a multiple of `CHAINS` vectors: a
/// stop that nobody can reach changes no minimum, and so no loop needs a special end.
pub(crate) fn padded(rows: &[f32], n: usize) -> Vec<Vector> {
    let width = vectors(n);
    let mut padded = vec![[f32::INFINITY; LANES]; n * width];
    for i in 0..n {
        padded[i * width..][..width].as_flattened_mut()[..n].copy_from_slice(&rows[i * n..][..n]);
    }
    padded
}

/// How many of `tiles` make a band, `most` at most. Every worker gets as many bands, and of all band lengths not much
/// below `most` that one is taken with which the busiest worker has the least to do: eleven bands for two would leave
/// one of them waiting.
pub(crate) fn even(tiles: usize, most: usize, workers: Workers) -> usize {
    let workers = workers.get();
    let fewest = tiles.div_ceil(most * workers).max(1);
    let busiest = |rounds: &usize| rounds * tiles.div_ceil(rounds * workers);
    let rounds = (fewest..=2 * fewest).min_by_key(busiest).expect("at least one is looked at");
    tiles.div_ceil(rounds * workers).max(1)
}

/// Vectors in a row of `n` numbers.
pub(crate) fn vectors(n: usize) -> usize {
    n.div_ceil(LANES).next_multiple_of(CHAINS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line-up's parity test asks for more; this one is done in a moment, with sizes that fit no tile and no block.
    #[test]
    fn the_last_versions_agree_with_the_first() {
        for n in [0, 1, 11, 37, 64, 257, 530] {
            let distances = Distances::skewed(n, 3);
            let run = |name, workers| {
                let variant = VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
                let mut r = Shared::zeroed(n * n);
                r.fill(f32::NAN);
                variant.run(&distances, Workers::new(workers).expect("not zero"), &mut r).expect("it runs everywhere");
                r
            };
            let want = run("serial", 1);
            for (name, workers) in [("wide", 1), ("wide_rayon", 2), ("wide_rayon", 7), ("bits_rayon", 3)] {
                let got = run(name, workers);
                assert_eq!(agree(&distances, &want, &got, Precision::Single), Ok(()), "{name}, {workers}, {n} places");
            }
        }
    }

    #[test]
    fn no_worker_has_much_more_to_do_than_the_others() {
        let even = |tiles, most, workers| even(tiles, most, Workers::new(workers).expect("not zero"));
        // 4,000 places are 334 tiles of twelve rows, a thousand 84 of those and 167 of six.
        assert_eq!([even(334, 32, 2), even(84, 32, 2), even(167, 16, 2), even(0, 32, 2)], [28, 21, 14, 1]);
        for tiles in 1..400 {
            for workers in [1, 2, 3, 7, 64] {
                let band = even(tiles, 32, workers);
                assert!((1..=32).contains(&band), "{band} of {tiles} for {workers}");
                let rounds = tiles.div_ceil(band).div_ceil(workers);
                let (busiest, share) = (rounds * band, tiles.div_ceil(workers));
                assert!(busiest <= share + rounds, "{busiest} of {tiles} for {workers}, {share} would be fair");
            }
        }
    }
}
