//! One pass over tiles that fit a cache: add up the next tile, take over the total from the one before, hand on the new
//! total, and scan the tile while it is near.

use crate::{Numbers, scan, sum};
use shared::Shared;
use std::{
    sync::{Condvar, Mutex},
    thread,
};
use variant::{Unavailable, Workers};

/// Numbers in a tile: 128 KiB, and as much of totals. Both stay in a core's second-level cache.
const TILE: usize = 16 * 1024;

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, workers: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    let tiles = Mutex::new(numbers.chunks(TILE).zip(totals.chunks_mut(TILE)).enumerate());
    let next_tile = || tiles.lock().expect("nobody panics with this lock").next();
    // The tile whose turn it is, and the total of all before it.
    let (chain, handed_on) = (Mutex::new((0, 0_u64)), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some((tile, (numbers, totals))) = next_tile() {
                    let sum = sum(numbers);
                    // Tiles are taken in order, so whoever has the one before is at work on it, and doesn't wait for
                    // us.
                    let link = chain.lock().expect("nobody panics with this lock");
                    let link = handed_on.wait_while(link, |(turn, _)| *turn < tile);
                    let mut link = link.expect("nobody panics with this lock");
                    let before = link.1;
                    *link = (tile + 1, before.wrapping_add(sum));
                    drop(link);
                    handed_on.notify_all();
                    scan(before, numbers, totals);
                }
            });
        }
    });
    Ok(())
}
