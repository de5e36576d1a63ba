//! From how many numbers on does it pay to share a scan out, and until when?

use super::overhead::by_size;
use benches::experiment::{Outcome, series};
use record::Series;

const SIZES: [usize; 7] = [30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 20_000_000];

/// Speedup over serial of three ways to use every core, by size.
pub fn measure() -> Outcome<Series> {
    let points = by_size("scan", ["rayon", "extra_band_threads", "chained_threads"], &SIZES, 1_000_000)?;
    Ok(series("numbers", "speedup over serial (×)", points))
}
