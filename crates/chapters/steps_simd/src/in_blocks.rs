//! A loop that may end after each block: within one it looks at every number.

const BLOCK: usize = 16;

/// The place of the first number above `limit`.
#[inline(never)]
pub fn first_above(numbers: &[f64], limit: f64) -> Option<usize> {
    let (blocks, _) = numbers.as_chunks::<BLOCK>();
    let whole = blocks.iter().take_while(|block| above(block, limit) == 0);
    let start = BLOCK * whole.count();
    let found = numbers[start..].iter().position(|&x| x > limit)?;
    Some(start + found)
}

/// How many of a block are above `limit`.
fn above(block: &[f64; BLOCK], limit: f64) -> u64 {
    block.iter().map(|&x| u64::from(x > limit)).sum()
}
