//! The product of two square matrices: every number of the answer is a row of one times a column of the other. For `n`
//! rows that is `n³` multiplications and as many additions on `2 n²` numbers, so that each number that was fetched can
//! be used `n` times, if it is still there.
//!
//! This file states the problem once. Each file beside it changes one thing about the one before, down to those that
//! let a library do it.

pub mod blas;
#[cfg(feature = "cards")]
pub mod cards;
pub mod openblas;
pub mod packed;
pub mod packed_rayon;
pub mod panels;
pub mod serial;
pub mod simd;
pub mod simd_rayon;
pub mod simd_threads;
pub mod tiled;
pub mod tiles;
pub mod vectors;

use rand::{RngExt, SeedableRng};
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// Two matrices of `n` rows and columns, to be multiplied.
pub struct Matrices {
    n: usize,
    a: Shared<f64>,
    b: Shared<f64>,
}

impl Matrices {
    /// Whole numbers from −8 to 8, drawn from `seed`; the same on every machine. Sums of their products are whole
    /// numbers below 2⁵³, and so they are exact in whatever order they are formed.
    pub fn random(n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let mut numbers = || {
            let mut numbers = Shared::zeroed(n * n);
            numbers.fill_with(|| f64::from(rng.random_range(-8..=8)));
            numbers
        };
        Self { n, a: numbers(), b: numbers() }
    }

    /// As [`Matrices::random`], but only the last tenth of the rows of `a` holds anything but zeros.
    pub fn skewed(n: usize, seed: u64) -> Self {
        let mut matrices = Self::random(n, seed);
        matrices.a[..(n - n / 10) * n].fill(0.0);
        matrices
    }

    /// These two, of `n` rows and columns each.
    ///
    /// # Panics
    /// When they aren't.
    pub fn of(n: usize, a: Shared<f64>, b: Shared<f64>) -> Self {
        assert!(a.len() == n * n && b.len() == n * n, "{} and {} numbers are no {n} rows", a.len(), b.len());
        Self { n, a, b }
    }

    /// The number of rows, and of columns.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The left matrix, row by row: row `i`, column `k` at `i * n + k`.
    pub fn a(&self) -> &[f64] {
        &self.a
    }

    /// The right matrix, row by row.
    pub fn b(&self) -> &[f64] {
        &self.b
    }
}

/// Whether two answers agree; if not, where they first differ. They must be equal to the last bit: see
/// [`Matrices::random`].
///
/// # Errors
/// A sentence that names row, column and both numbers.
pub fn agree(matrices: &Matrices, want: &[f64], got: &[f64], _: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} numbers came back of {}", got.len(), want.len()));
    }
    match (0..want.len()).find(|&i| want[i] != got[i]) {
        None => Ok(()),
        Some(i) => {
            let (row, column) = (i / matrices.n, i % matrices.n);
            Err(format!("in row {row}, column {column}: expected {}, got {}", want[i], got[i]))
        }
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Matrices, Shared<f64>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("tiled", Way::Serial, None, tiled::run),
    Variant::new("simd", Way::Simd, None, simd::run),
    Variant::new("simd_threads", Way::Threads, Some("simd"), simd_threads::run),
    Variant::new("simd_rayon", Way::Rayon, Some("simd"), simd_rayon::run),
    Variant::new("packed", Way::Simd, None, packed::run),
    Variant::new("packed_rayon", Way::Rayon, Some("packed"), packed_rayon::run),
    Variant::new("blas", Way::Threads, Some("blas"), blas::run),
    Variant::new("openblas", Way::Threads, Some("openblas"), openblas::run).needs("openblas"),
    #[cfg(feature = "cards")]
    Variant::launched("opencl", Way::OpenCl, None, cards::opencl).needs("opencl"),
    #[cfg(feature = "cards")]
    Variant::launched("cuda", Way::Cuda, None, cards::cuda).needs("cuda"),
    #[cfg(feature = "cards")]
    Variant::launched("cubecl", Way::CubeCl, None, cards::cubecl).single_precision().needs("cubecl"),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Matrices, Shared<f64>, f64> = Kernel {
    name: "matmul",
    size_is: "rows and columns of the matrices (numbers: their square)",
    default_size: 1000,
    // The work is their cube.
    test_sizes: &[0, 1, 37, 64, 257],
    // Two matrices, one of them copied in panels and by the library, and two answers of eight bytes each.
    bytes: |size| 48 * size * size,
    // A multiplication and an addition for each row, column and step between. Two matrices come in, one goes out.
    work: Some(|size| {
        let n = size as f64;
        Work { operations: 2.0 * n * n * n, bytes: 24.0 * n * n, bits: 64 }
    }),
    problem: |size, load| match load {
        Load::Usual => Matrices::random(size, 7),
        Load::Skewed => Matrices::skewed(size, 7),
    },
    answer: |matrices| Shared::zeroed(matrices.n * matrices.n),
    spoilt: f64::NAN,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    /// Every variant's product of these two, against the definition with its three loops.
    #[test]
    fn every_variant_computes_the_definition() {
        let matrices = Matrices::random(23, 1);
        let (n, a, b) = (matrices.len(), matrices.a(), matrices.b());
        let element = |at: usize| (0..n).map(|k| a[at / n * n + k] * b[k * n + at % n]).sum::<f64>();
        let want: Vec<_> = (0..n * n).map(element).collect();
        for variant in VARIANTS {
            let mut c = Shared::zeroed(n * n);
            c.fill(f64::NAN);
            let ran = variant.run(&matrices, Workers::new(3).unwrap(), &mut c);
            if variant.needs.is_some() && ran.is_err() {
                continue;
            }
            ran.unwrap();
            assert_eq!(agree(&matrices, &want, &c, Precision::Double), Ok(()), "{}", variant.name);
        }
    }

    /// Each tile's, too, whichever of them the processor would choose, at sizes that leave parts of tiles, of blocks
    /// and of bands.
    #[test]
    fn every_tile_computes_what_serial_does() {
        for n in [1, 25, packed::DEEP + 1, packed::WIDE + 7] {
            let matrices = Matrices::random(n, 3);
            let (mut want, mut c) = (Shared::zeroed(n * n), Shared::zeroed(n * n));
            serial::run(&matrices, Workers::ONE, &mut want).unwrap();
            for tile in tiles::Tile::all() {
                c.fill(f64::NAN);
                packed::product(tile, &matrices, &mut c);
                assert_eq!(agree(&matrices, &want, &c, Precision::Double), Ok(()), "{}, {n} rows", tile.name);
            }
        }
    }

    #[test]
    fn parts_are_few_and_equal() {
        let parts = [packed::part(1000, 256, 1), packed::part(1000, 672, 24), packed::part(0, 256, 1)];
        assert_eq!(parts, [250, 504, 1]);
    }

    #[test]
    fn one_wrong_number_is_found() {
        let matrices = Matrices::random(4, 1);
        let mut got = [1.0; 16];
        got[6] = 2.0;
        let message = agree(&matrices, &[1.0; 16], &got, Precision::Double).unwrap_err();
        assert_eq!(message, "in row 1, column 2: expected 1, got 2");
    }
}
