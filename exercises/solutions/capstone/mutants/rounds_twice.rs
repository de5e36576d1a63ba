//! Blurs rows, rounds them to pixels again, and then blurs columns.
//! caught by: all_is_added_before_it_is_rounded

/// Rows, then columns.
pub fn blur(source: &[u8], width: usize, radius: usize, _workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let seen = |at: usize, all: usize| at.saturating_sub(radius)..all.min(at.saturating_add(radius).saturating_add(1));
    let mean = |sum: u32, count: usize| ((sum + count as u32 / 2) / count as u32) as u8;
    let mut rows = vec![0; source.len()];
    for y in 0..height {
        for x in 0..width {
            let columns = seen(x, width);
            let sum = columns.clone().map(|x| u32::from(source[y * width + x])).sum();
            rows[y * width + x] = mean(sum, columns.len());
        }
    }
    for y in 0..height {
        for x in 0..width {
            let seen = seen(y, height);
            let sum = seen.clone().map(|y| u32::from(rows[y * width + x])).sum();
            target[y * width + x] = mean(sum, seen.len());
        }
    }
}
