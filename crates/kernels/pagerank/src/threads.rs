//! In each round, each thread takes the next block that nobody has taken.

use crate::Web;
use shared::Shared;
use std::{sync::Mutex, thread};
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    workers: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    web.rounds(ranks, |blocks| {
        let threads = workers.get().min(blocks.len());
        let blocks = Mutex::new(blocks.into_iter());
        let next = || {
            blocks
                .lock()
                .expect("no thread panics while it holds the lock")
                .next()
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(block) = next() {
                        block.compute();
                    }
                });
            }
        });
    });
    Ok(())
}
