//! In each round, rayon deals the blocks out to its pool.

use crate::{Block, Round, TOLERANCE, Web};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    workers: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    let mut round = Round::first(web, ranks);
    pools::rayon(workers).install(|| {
        loop {
            round.blocks(ranks).into_par_iter().for_each(Block::compute);
            if round.change() <= TOLERANCE {
                break;
            }
            round.advance();
        }
    });
    Ok(())
}
