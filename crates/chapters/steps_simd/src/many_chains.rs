//! As many accumulators as you like.

/// The sum of `numbers` in `N` accumulators, at least one.
#[inline(always)]
pub fn sum<const N: usize>(numbers: &[f64]) -> f64 {
    let mut sums = [0.0; N];
    let (chunks, rest) = numbers.as_chunks::<N>();
    for chunk in chunks {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x;
        }
    }
    for (sum, x) in sums.iter_mut().zip(rest) {
        *sum += x;
    }
    sums.into_iter().sum()
}
