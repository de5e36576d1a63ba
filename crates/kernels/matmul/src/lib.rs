//! The product of two square matrices: every number of the answer is a row
//! of one times a column of the other. For `n` rows that is `n³`
//! multiplications and as many additions on `2 n²` numbers, so that each
//! number that was fetched can be used `n` times, if it is still there.
//!
//! This file states the problem once. Each file beside it changes one thing
//! about the one before, down to the one that lets a library do it.

pub mod blas;
pub mod panels;
pub mod serial;
pub mod simd;
pub mod simd_rayon;
pub mod simd_threads;
pub mod tiled;

use rand::{RngExt, SeedableRng};
use shared::Shared;
use variant::{Precision, Unavailable, Variant, Way, Workers};

/// Two matrices of `n` rows and columns, to be multiplied.
pub struct Matrices {
    n: usize,
    a: Shared<f64>,
    b: Shared<f64>,
}

impl Matrices {
    /// Whole numbers from −8 to 8, drawn from `seed`; the same on every
    /// machine. Sums of their products are whole numbers below 2⁵³, and so
    /// they are exact in whatever order they are formed.
    pub fn random(n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let mut numbers = || {
            let mut numbers = Shared::zeroed(n * n);
            numbers.fill_with(|| f64::from(rng.random_range(-8..=8)));
            numbers
        };
        Self { n, a: numbers(), b: numbers() }
    }

    /// As [`Matrices::random`], but only the last tenth of the rows of `a`
    /// holds anything but zeros.
    pub fn skewed(n: usize, seed: u64) -> Self {
        let mut matrices = Self::random(n, seed);
        matrices.a[..(n - n / 10) * n].fill(0.0);
        matrices
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

/// Whether two answers agree; if not, where they first differ. They must be
/// equal to the last bit: see [`Matrices::random`].
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
    double("serial", Way::Serial, None, serial::run),
    double("tiled", Way::Serial, None, tiled::run),
    double("simd", Way::Simd, None, simd::run),
    double("simd_threads", Way::Threads, Some("simd"), simd_threads::run),
    double("simd_rayon", Way::Rayon, Some("simd"), simd_rayon::run),
    double("blas", Way::Threads, Some("blas"), blas::run),
];

type Run = fn(&Matrices, Workers, &mut Shared<f64>) -> Result<(), Unavailable>;

const fn double(
    name: &'static str,
    way: Way,
    baseline: Option<&'static str>,
    run: Run,
) -> Variant<Matrices, Shared<f64>> {
    Variant { name, way, baseline, precision: Precision::Double, run }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every variant's product of these two, against the definition with
    /// its three loops.
    #[test]
    fn every_variant_computes_the_definition() {
        let matrices = Matrices::random(23, 1);
        let (n, a, b) = (matrices.len(), matrices.a(), matrices.b());
        let element = |at: usize| (0..n).map(|k| a[at / n * n + k] * b[k * n + at % n]).sum::<f64>();
        let want: Vec<_> = (0..n * n).map(element).collect();
        for variant in VARIANTS {
            let mut c = Shared::zeroed(n * n);
            c.fill(f64::NAN);
            (variant.run)(&matrices, Workers::new(3).unwrap(), &mut c).unwrap();
            assert_eq!(agree(&matrices, &want, &c, Precision::Double), Ok(()), "{}", variant.name);
        }
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
