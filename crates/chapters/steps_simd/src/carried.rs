//! A loop in which each step needs the result of the one before.

/// Replaces each number by the sum of all up to it.
#[inline(never)]
pub fn run(numbers: &mut [f64]) {
    let mut sum = 0.0;
    for x in numbers {
        sum += *x;
        *x = sum;
    }
}
