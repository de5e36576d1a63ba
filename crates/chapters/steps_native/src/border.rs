//! Three functions that C can call. They have the same bug; where its panic ends differs.

use std::panic::catch_unwind;

/// The panic comes to the border, and the program ends there.
pub extern "C" fn aborts(i: usize) -> i32 {
    PRIMES[i]
}

/// The panic goes on, into whoever called: also through C, if that was compiled with `-fexceptions`.
pub extern "C-unwind" fn unwinds(i: usize) -> i32 {
    PRIMES[i]
}

/// The panic stays here, and the caller reads that something was wrong: −1.
pub extern "C" fn answers(i: usize) -> i32 {
    catch_unwind(|| PRIMES[i]).unwrap_or(-1)
}

static PRIMES: [i32; 4] = [2, 3, 5, 7];
