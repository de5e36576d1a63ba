//! Rows, then columns, in floating-point numbers of 64 bits, which hold all of these whole numbers.

/// Blurs the picture `source`, rows of `width` pixels, into `target`.
pub fn blur(source: &[u8], width: usize, radius: usize, _workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let seen = |at: usize, all: usize| at.saturating_sub(radius)..all.min(at.saturating_add(radius).saturating_add(1));
    let mut rows = vec![0.0; source.len()];
    for (i, sum) in rows.iter_mut().enumerate() {
        *sum = source[i / width * width..][seen(i % width, width)].iter().map(|&pixel| f64::from(pixel)).sum::<f64>();
    }
    for (i, target) in target.iter_mut().enumerate() {
        let square = seen(i / width, height);
        let count = (square.len() * seen(i % width, width).len()) as f64;
        let sum: f64 = square.map(|row| rows[row * width + i % width]).sum();
        *target = (sum / count).round() as u8;
    }
}
