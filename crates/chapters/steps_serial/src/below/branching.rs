//! The core has to guess at each number whether it is kept.

/// Writes the numbers below `limit` to the front of `kept`, in their order. Returns how many there are.
///
/// # Panics
/// When `kept` has no room for one of them.
pub fn below(numbers: &[u32], limit: u32, kept: &mut [u32]) -> usize {
    let mut count = 0;
    for &number in numbers {
        if number < limit {
            kept[count] = number;
            count += 1;
        }
    }
    count
}
