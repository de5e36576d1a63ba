//! One core computes every block of a round, one after another.

use crate::{Round, TOLERANCE, Web};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    _: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    let mut round = Round::first(web, ranks);
    loop {
        for block in round.blocks(ranks) {
            block.compute();
        }
        if round.change() <= TOLERANCE {
            break;
        }
        round.advance();
    }
    Ok(())
}
