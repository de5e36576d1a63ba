//! A loop that may end at each step, so that the next step must not have begun.

/// The place of the first number above `limit`.
#[inline(never)]
pub fn first_above(numbers: &[f64], limit: f64) -> Option<usize> {
    for (i, &x) in numbers.iter().enumerate() {
        if x > limit {
            return Some(i);
        }
    }
    None
}
