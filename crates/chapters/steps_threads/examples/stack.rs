//! Runs `stack`: a call within a call within a call, a million deep.

use std::io;
use steps_threads::stack;

/// `n`, counted by as many calls.
fn deep(n: u64) -> u64 {
    if n == 0 { 0 } else { 1 + std::hint::black_box(deep(n - 1)) }
}

fn main() -> io::Result<()> {
    println!("{} calls", stack::run(256 << 20, || deep(1_000_000))?);
    Ok(())
}
