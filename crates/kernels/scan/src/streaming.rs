//! One core adds one number after another, and stores the totals past the caches.

use crate::Numbers;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    scan(0, numbers, totals);
    Ok(())
}

// ANCHOR: scan
/// As [`crate::scan`], but what it overwrites isn't read first, and the totals are in no cache afterwards.
#[inline(never)]
pub fn scan(before: u64, numbers: &[u64], totals: &mut [u64]) -> u64 {
    let mut sum = before;
    for (total, &number) in totals.iter_mut().zip(numbers) {
        sum = sum.wrapping_add(number);
        store(total, sum);
    }
    fence();
    sum
}

/// A non-temporal store, which every x86-64 has. It takes any address at which a `u64` may lie: the core itself gathers
/// those to neighbouring places, until they fill a line.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn store(total: &mut u64, sum: u64) {
    let total = (&raw mut *total).cast();
    // SAFETY: it is a place that nobody else has; and `scan` ends with a fence, before anybody looks at it.
    unsafe { std::arch::x86_64::_mm_stream_si64(total, sum.cast_signed()) }
}

/// Such stores keep no order, not even with a lock that is released or a thread that ends. After this they are done.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn fence() {
    // SAFETY: every x86-64 has SSE, of which the instruction is.
    unsafe { std::arch::x86_64::_mm_sfence() }
}
// ANCHOR_END: scan

/// Stable Rust names no such store for other processors: here it is like any other.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn store(total: &mut u64, sum: u64) {
    *total = sum;
}

/// Stores like any other need none.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn fence() {}
