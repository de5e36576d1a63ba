//! One core computes every block, one after another.

use crate::{Block, Web};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the rank of every vertex into `ranks`.
pub fn run(
    web: &Web,
    _: Workers,
    ranks: &mut Shared<f64>,
) -> Result<(), Unavailable> {
    web.rounds(ranks, |blocks| blocks.into_iter().for_each(Block::compute));
    Ok(())
}
