//! In each round, each thread takes the next block that nobody has taken.

use crate::{Round, TOLERANCE, Web};
use shared::Shared;
use std::{sync::Mutex, thread};
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    workers: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    let mut round = Round::first(web, ranks);
    loop {
        let blocks = round.blocks(ranks);
        let threads = workers.get().min(blocks.len());
        let blocks = Mutex::new(blocks.into_iter());
        // A function of its own, so that the lock is released before the block is computed.
        let next_block =
            || blocks.lock().expect("none panics while locking").next();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(block) = next_block() {
                        block.compute();
                    }
                });
            }
        });
        if round.change() <= TOLERANCE {
            break;
        }
        round.advance();
    }
    Ok(())
}
