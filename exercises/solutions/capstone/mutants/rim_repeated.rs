//! Repeats the pixels of the rim beyond the edge, so that every square is whole.
//! caught by: the_square_ends_at_the_pictures_edge

/// Pixel by pixel.
pub fn blur(source: &[u8], width: usize, radius: usize, _workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    // What lies further away is the rim, again and again.
    let radius = radius.min(2 * height.max(width));
    for (i, target) in target.iter_mut().enumerate() {
        let (y, x) = (i / width, i % width);
        let mut sum = 0;
        for dy in 0..=2 * radius {
            let row = (y + dy).saturating_sub(radius).min(height - 1);
            for dx in 0..=2 * radius {
                sum += u64::from(source[row * width + (x + dx).saturating_sub(radius).min(width - 1)]);
            }
        }
        let count = ((2 * radius + 1) * (2 * radius + 1)) as u64;
        *target = ((sum + count / 2) / count) as u8;
    }
}
