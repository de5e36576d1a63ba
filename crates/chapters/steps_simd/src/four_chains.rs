//! Four accumulators: four additions can be under way at once.

/// The sum of `numbers`, each fourth of them in the same accumulator.
#[inline(never)]
pub fn sum(numbers: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let fours = numbers.chunks_exact(4);
    let rest = fours.remainder();
    for x in fours {
        sums[0] += x[0];
        sums[1] += x[1];
        sums[2] += x[2];
        sums[3] += x[3];
    }
    for x in rest {
        sums[0] += x;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
