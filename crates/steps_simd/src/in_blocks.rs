//! A loop that may end after each sixteen: within a block it looks at every number.

const BLOCK: usize = 16;

/// The place of the first number above `limit`.
#[inline(never)]
pub fn first_above(numbers: &[f64], limit: f64) -> Option<usize> {
    let (blocks, _) = numbers.as_chunks::<BLOCK>();
    let none = |block: &[f64; BLOCK]| block.iter().map(|&x| u64::from(x > limit)).sum::<u64>() == 0;
    let start = BLOCK * blocks.iter().take_while(|block| none(block)).count();
    let found = numbers[start..].iter().position(|&x| x > limit)?;
    Some(start + found)
}
