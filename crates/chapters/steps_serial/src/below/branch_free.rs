//! Each number is written, and the next one over it if it isn't kept: nothing is left to guess.

/// Writes the numbers below `limit` to the front of `kept`, in their order. Returns how many there are. What lies
/// behind them in `kept` is no longer what it was.
///
/// # Panics
/// When `kept` is shorter than `numbers`.
pub fn below(numbers: &[u32], limit: u32, kept: &mut [u32]) -> usize {
    assert!(kept.len() >= numbers.len(), "each number is written before it is known whether it stays");
    let mut count = 0;
    for &number in numbers {
        kept[count] = number;
        count += usize::from(number < limit);
    }
    count
}
