//! One pass over tiles that fit a cache: add up the next tile, take over the total
//! from the one before, hand on the new total, and scan the tile while it is near.

use crate::{Numbers, scan, sum};
use shared::Shared;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::*};
use std::{sync::Mutex, thread};
use variant::{Unavailable, Workers};

/// Numbers in a tile: 128 KiB, and as much of totals. Both stay in a core's
/// second-level cache.
const TILE: usize = 16 * 1024;

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, workers: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    let tiles = Mutex::new(numbers.chunks(TILE).zip(totals.chunks_mut(TILE)).enumerate());
    let next_tile = || tiles.lock().expect("no thread panics while it holds the lock").next();
    let (handed_on, total) = (AtomicUsize::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some((tile, (numbers, totals))) = next_tile() {
                    let sum = sum(numbers);
                    // Tiles are taken in order, so whoever has the one before is at
                    // work on it, and doesn't wait for us.
                    while handed_on.load(Acquire) < tile {
                        thread::yield_now();
                    }
                    let before = total.load(Relaxed);
                    total.store(before.wrapping_add(sum), Relaxed);
                    // Whoever sees this number also sees the total.
                    handed_on.store(tile + 1, Release);
                    scan(before, numbers, totals);
                }
            });
        }
    });
    Ok(())
}
