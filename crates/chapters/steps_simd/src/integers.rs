//! One accumulator again, for numbers whose sum doesn't depend on the order.

/// The sum of `numbers`, modulo 2⁶⁴.
#[inline(never)]
pub fn sum(numbers: &[i64]) -> i64 {
    let mut sum = 0_i64;
    for &x in numbers {
        sum = sum.wrapping_add(x);
    }
    sum
}
