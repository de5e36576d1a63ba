//! Rayon deals each frontier out in small parts, so that a thread whose vertices have few neighbours takes more of
//! them.

use crate::Search;
use crate::claim::{atomic, claim};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// The vertices in a part.
const GRAIN: usize = 64;

/// Writes the level of every vertex into `levels`.
pub fn run(
    search: &Search,
    workers: Workers,
    levels: &mut Shared<u32>,
) -> Result<(), Unavailable> {
    let mut frontier = search.start(levels);
    let levels = atomic(levels);
    let mut level = 0;
    pools::rayon(workers).install(|| {
        while !frontier.is_empty() {
            level += 1;
            frontier = frontier
                .par_chunks(GRAIN)
                .flat_map_iter(|part| {
                    claim(&search.graph, part, level, levels)
                })
                .collect();
        }
    });
    Ok(())
}
