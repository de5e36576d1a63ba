//! One accumulator: each addition waits for the one before.

/// The sum of `numbers`, from left to right.
#[inline(never)]
pub fn sum(numbers: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in numbers {
        sum += x;
    }
    sum
}
