//! Mandelbrot: for each point of the plane, how many steps until `z ← z² + c` leaves the circle of radius 2? Points
//! inside the set take every step allowed, points far away one or two: the same question for every pixel, but a very
//! uneven amount of work.
//!
//! This file states the problem once. Each file beside it answers only one question: who computes which part.

#[cfg(feature = "cards")]
pub mod cards;
#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "mpi")]
pub mod mpi;
#[cfg(all(feature = "processes", not(target_family = "wasm")))]
pub mod processes;
#[cfg(not(target_family = "wasm"))]
pub mod rayon;
pub mod serial;
pub mod simd;
#[cfg(not(target_family = "wasm"))]
pub mod simd_rayon;
#[cfg(not(target_family = "wasm"))]
pub mod threads;

use serde::{Deserialize, Serialize};
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// A picture to compute: a rectangle of the complex plane, and how many pixels to cut it into.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Real part at the left edge.
    pub left: f64,
    /// Imaginary part at the upper edge; rows count downwards from here.
    pub top: f64,
    /// Width and height of a pixel, in units of the plane.
    pub pixel: f64,
    /// Pixels in a row.
    pub columns: usize,
    /// Rows of pixels.
    pub rows: usize,
    /// Steps after which a point counts as inside.
    pub limit: u32,
}

impl View {
    /// The whole set, `columns` pixels wide and three quarters of that high.
    pub fn whole(columns: usize) -> Self {
        Self::new(columns, [-2.25, 1.125], 3.0)
    }

    /// The same size of picture with the set's thick body in its lower rows only: nearly all the work lies there.
    pub fn skewed(columns: usize) -> Self {
        Self::new(columns, [-2.25, 2.0], 3.0)
    }

    fn new(columns: usize, [left, top]: [f64; 2], width: f64) -> Self {
        Self { left, top, pixel: width / columns.max(1) as f64, columns, rows: columns * 3 / 4, limit: 500 }
    }

    /// The number of pixels.
    pub fn pixels(&self) -> usize {
        self.columns * self.rows
    }

    /// Real part of the points in `column`.
    #[inline]
    pub fn re(&self, column: usize) -> f64 {
        self.left + self.pixel * column as f64
    }

    /// Imaginary part of the points in `row`.
    #[inline]
    pub fn im(&self, row: usize) -> f64 {
        self.top - self.pixel * row as f64
    }

    /// Escape time of one pixel.
    #[inline]
    pub fn escape_time(&self, column: usize, row: usize) -> u32 {
        trace::touch(row * self.columns + column);
        escape_time(self.re(column), self.im(row), self.limit)
    }
}

// ANCHOR: escape_time
/// How many steps `z ← z² + c` stays within the circle of radius 2, from `z = 0` and for `c = re + im·i`; at most
/// `limit`.
// Never inlined: every variant then runs the very same machine code for a pixel, and a race between them compares who
// computes which part, not how the compiler happened to lay out the loop in each (which can differ by 40 %).
#[inline(never)]
pub fn escape_time(re: f64, im: f64, limit: u32) -> u32 {
    let (mut x, mut y) = (0.0, 0.0);
    for step in 0..limit {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            return step;
        }
        y = 2.0 * x * y + im;
        x = xx - yy + re;
    }
    limit
}
// ANCHOR_END: escape_time

/// Share of the pixels whose escape time may differ from `serial`'s.
///
/// Double precision: none. All variants do the same operations in the same order, so every bit must be the same. Single
/// precision: at the set's edge the last digit of `c` decides the escape time, and an `f32` has half the digits. In the
/// default picture that is one pixel in a hundred; three are allowed.
pub fn tolerance(precision: Precision) -> f64 {
    match precision {
        Precision::Double => 0.0,
        Precision::Single => 0.03,
    }
}

/// Whether two pictures agree; if not, how many pixels differ and where the first of them lies.
///
/// # Errors
/// A sentence that names the first differing pixel and both escape times.
pub fn agree(view: &View, want: &[u32], got: &[u32], precision: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} pixels came back of {}", got.len(), want.len()));
    }
    let allowed = (tolerance(precision) * want.len() as f64).ceil() as usize;
    let mut different = (0..want.len()).filter(|&i| want[i] != got[i]);
    let Some(first) = different.next() else { return Ok(()) };
    let count = 1 + different.count();
    if count <= allowed {
        return Ok(());
    }
    Err(format!(
        "{count} of {} pixels differ ({allowed} may); the first in row {}, column {}: expected {} steps, got {}",
        want.len(),
        first / view.columns,
        first % view.columns,
        want[first],
        got[first]
    ))
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<View, Shared<u32>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("simd", Way::Simd, None, simd::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("simd_rayon", Way::Rayon, Some("simd"), simd_rayon::run),
    #[cfg(all(feature = "processes", not(target_family = "wasm")))]
    Variant::new("processes", Way::Processes, Some("serial"), processes::run).needs("processes"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi", Way::Mpi, Some("serial"), mpi::run).needs("mpi"),
    #[cfg(feature = "gpu")]
    Variant::on_device("gpu", Way::Gpu, None, gpu::run).single_precision().needs("gpu"),
    #[cfg(feature = "cards")]
    Variant::launched("opencl", Way::OpenCl, None, cards::opencl).needs("opencl"),
    #[cfg(feature = "cards")]
    Variant::launched("cuda", Way::Cuda, None, cards::cuda).needs("cuda"),
    #[cfg(feature = "cards")]
    Variant::launched("cubecl", Way::CubeCl, None, cards::cubecl).single_precision().needs("cubecl"),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<View, Shared<u32>, u32> = Kernel {
    name: "mandelbrot",
    size_is: "columns of the picture (rows: three quarters of that)",
    default_size: 1024,
    // The number of pixels is three quarters of their square.
    test_sizes: &[0, 1, 37, 64, 257],
    // Two counts of four bytes for each pixel.
    bytes: |size| 8 * size * (size * 3 / 4),
    // Four multiplications and four additions a step: two squares, `2.0 * x * y`; their sum, their difference, and one
    // part of `c` to each coordinate. The steps are those of this very picture, which is computed to count them.
    // Nothing comes in; a count goes out for each pixel.
    work: Some(|size| {
        let view = View::whole(size);
        let pixels = (0..view.rows).flat_map(|row| (0..view.columns).map(move |column| (column, row)));
        let steps: f64 = pixels.map(|(column, row)| f64::from(view.escape_time(column, row))).sum();
        Work { operations: 8.0 * steps, bytes: 4.0 * view.pixels() as f64, bits: 64 }
    }),
    problem: |size, load| match load {
        Load::Usual => View::whole(size),
        Load::Skewed => View::skewed(size),
    },
    answer: |view| Shared::zeroed(view.pixels()),
    spoilt: u32::MAX,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_with_known_escape_times() {
        assert_eq!(escape_time(0.0, 0.0, 100), 100, "the origin never moves");
        assert_eq!(escape_time(-2.0, 0.0, 100), 100, "the tip of the antenna stays at distance 2");
        assert_eq!(escape_time(2.0, 2.0, 100), 1, "z₁ = c is outside already, seen before the second step");
        assert_eq!(escape_time(-1.0, 0.0, 0), 0, "no steps allowed, none taken");
    }

    #[test]
    fn one_wrong_pixel_is_found() {
        let view = View::whole(8);
        let want = vec![1; view.pixels()];
        let mut got = want.clone();
        got[9] = 2;
        let message = agree(&view, &want, &got, Precision::Double).unwrap_err();
        assert!(message.contains("row 1, column 1: expected 1 steps, got 2"), "{message}");
    }
}
