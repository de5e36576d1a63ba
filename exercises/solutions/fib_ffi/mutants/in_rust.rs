//! Computes in Rust and leaves C alone.

use given_fib as _;

/// Does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge(pub usize);

/// The `n`-th.
pub fn fib(n: u32) -> Result<u64, TooLarge> {
    let (mut a, mut b) = (0_u64, 1_u64);
    for _ in 0..n.min(94) {
        (a, b) = (b, a.wrapping_add(b));
    }
    if n < 94 { Ok(a) } else { Err(TooLarge(n as usize)) }
}

/// The first `n`.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    if n > 94 { Err(TooLarge(94)) } else { (0..n as u32).map(fib).collect() }
}

/// The text.
pub fn about() -> &'static str {
    "Leonardo of Pisa, called Fibonacci, “Liber abaci”, 1202"
}
