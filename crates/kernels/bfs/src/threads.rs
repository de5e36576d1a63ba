//! Each frontier is cut into as many parts as there are workers.

use crate::Search;
use crate::claim::{atomic, claim};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// A thread must have so many vertices to be worth starting.
const GRAIN: usize = 512;

/// Writes the level of every vertex into `levels`.
pub fn run(
    search: &Search,
    workers: Workers,
    levels: &mut Shared<u32>,
) -> Result<(), Unavailable> {
    let mut frontier = search.start(levels);
    let levels = atomic(levels);
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        let part = frontier.len().div_ceil(workers.get()).max(GRAIN);
        let (mine, rest) = frontier.split_at(part.min(frontier.len()));
        frontier = thread::scope(|scope| {
            let others: Vec<_> = rest
                .chunks(part)
                .map(|part| {
                    scope.spawn(move || {
                        claim(&search.graph, part, level, levels)
                    })
                })
                .collect();
            let mut next = claim(&search.graph, mine, level, levels);
            for other in others {
                next.extend(other.join().expect("claiming does not panic"));
            }
            next
        });
    }
    Ok(())
}
