//! The plainest program, on one core: right, and slow.

/// Blurs the picture `source`, rows of `width` pixels, into `target`.
pub fn blur(source: &[u8], width: usize, radius: usize, _workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let seen = |at: usize, all: usize| at.saturating_sub(radius)..all.min(at.saturating_add(radius).saturating_add(1));
    for y in 0..height {
        for x in 0..width {
            let (rows, columns) = (seen(y, height), seen(x, width));
            let count = (rows.len() * columns.len()) as u64;
            let mut sum = 0;
            for row in rows {
                for &pixel in &source[row * width..][columns.clone()] {
                    sum += u64::from(pixel);
                }
            }
            target[y * width + x] = ((2 * sum + count) / (2 * count)) as u8;
        }
    }
}
