//! `mpirun -n 4 pi [BLOCKS]`: with `n` ranks each counts every `n`th block; all add up their counts, and all know π.

use mpi::{collective::SystemOperation, traits::*};
use pi::{BLOCK, hits};
use std::env;

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    let blocks: usize = env::args().nth(1).map_or(64, |n| n.parse().expect("a number of blocks"));
    let mine = (world.rank() as usize..blocks).step_by(world.size() as usize);
    let counted: u64 = mine.map(hits).sum();
    let mut inside = 0_u64;
    world.all_reduce_into(&counted, &mut inside, SystemOperation::sum());
    if world.rank() == 0 {
        let points = blocks as u64 * BLOCK;
        println!("{inside} of {points} points: {}", 4.0 * inside as f64 / points as f64);
    }
}
