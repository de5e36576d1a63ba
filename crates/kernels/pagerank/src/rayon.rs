//! In each round, rayon deals the blocks out to its pool.

use crate::{Block, Web};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    workers: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| {
        web.rounds(ranks, |blocks| {
            blocks.into_par_iter().for_each(Block::compute)
        });
    });
    Ok(())
}
