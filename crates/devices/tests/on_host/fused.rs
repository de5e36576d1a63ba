//! What becomes of Mandelbrot's pixels when products and sums are fused, as NVRTC fuses them by default.

use libtest_mimic::Failed;
use mandelbrot::View;
use std::{env, fs};

/// As [`mandelbrot::escape_time`], with the one multiply-add that NVRTC puts into the loop.
fn escape_time(re: f64, im: f64, limit: u32) -> u32 {
    let (mut x, mut y) = (0.0_f64, 0.0_f64);
    for step in 0..limit {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            return step;
        }
        (x, y) = (xx - yy + re, (x + x).mul_add(y, im));
    }
    limit
}

/// Counts pixels of the picture that is raced.
pub fn pixels_that_differ() -> Result<(), Failed> {
    let view = View::whole(1024);
    // The other one is before the loop. The sum of squares needs both squares later, and stays as it is.
    let re = |column: usize| (column as f64).mul_add(view.pixel, view.left);
    let fused = |column, row| escape_time(re(column), view.im(row), view.limit);
    let pixels = (0..view.rows).flat_map(|row| (0..view.columns).map(move |column| (column, row)));
    let differ: Vec<_> = pixels.filter(|&(column, row)| view.escape_time(column, row) != fused(column, row)).collect();
    let &(column, row) = differ.first().ok_or("fused or not, all pixels are the same")?;
    let text = format!(
        "{} of {} pixels differ; the first in row {row}, column {column}: {} steps, and {} fused\n",
        differ.len(),
        view.pixels(),
        view.escape_time(column, row),
        fused(column, row)
    );
    let file = "tests/on_host/fused.txt";
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, &text)?;
    }
    if fs::read_to_string(file)? == text { Ok(()) } else { Err(format!("{file} doesn't say: {text}").into()) }
}
