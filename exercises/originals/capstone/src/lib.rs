//! A problem that no chapter has solved, and a free choice of how to solve it: blur a picture.
//!
//! You write [`blur`]. Each pixel of the answer is the mean of all pixels of the picture that lie at most `radius` rows
//! and at most `radius` columns away, the pixel itself among them: a square of 2 × `radius` + 1 pixels, less what lies
//! beyond the picture's edge. It is rounded to the nearest whole number, and a half is rounded up. Only whole numbers
//! are added, so there is one right answer, to the bit, in whatever order and by however many workers.
//!
//! For example, with `radius` 1 this picture of three rows and three columns becomes the one beside it. In its corner
//! lies (10 + 20 + 40 + 50) ÷ 4 = 30, in its middle 450 ÷ 9 = 50:
//!
//! ```text
//! 10 20 30     30 35 40
//! 40 50 60     45 50 55
//! 70 80 90     60 65 70
//! ```
//!
//! One core or all, bands, rows or tiles, rayon or threads, vectors, processes: the check doesn't ask. It compares
//! every pixel, for radii from 0 to far beyond the picture, for empty pictures, for one row and one column, and with
//! more workers than rows. Begin with the plainest program that passes. Then `cargo lab check capstone --speed` times
//! yours in turns with the reference, and `cargo bench -p capstone --bench table` fills in the page's table. About two
//! hours.
//!
//! You will need what the chapters before have shown, and to measure.

/// Blurs the picture `source`, rows of `width` pixels from 0 (black) to 255 (white), into `target`, which is as long.
///
/// - `width` is at least 1, and divides the length of `source`. The length may be 0, and is at most 2²³.
/// - `radius` may be 0, and larger than the picture.
/// - `workers`, at least 1, is how many cores you may keep busy. The answer doesn't depend on it.
/// - What lies in `target` before is of no meaning, and all of it is written.
pub fn blur(source: &[u8], width: usize, radius: usize, workers: usize, target: &mut [u8]) {
    let rows = source.len() / width;
    let _ = target;
    todo!("blur {rows} rows of {width} pixels by {radius}, with {workers} workers")
}
