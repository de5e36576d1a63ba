//! What comes from the rank before is passed on to the next.

use mpi::Rank;
use mpi::point_to_point::send_receive_into;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;
use std::mem;

/// The blocks of all ranks, in the order of the ranks. `mine` is the block of this one; all are of the same length.
pub fn all_gather(world: &SimpleCommunicator, mine: &[f64]) -> Vec<f64> {
    let (rank, ranks, length) = (world.rank() as usize, world.size() as usize, mine.len());
    let next = world.process_at_rank(((rank + 1) % ranks) as Rank);
    let before = world.process_at_rank(((rank + ranks - 1) % ranks) as Rank);
    let mut all = vec![0.0; ranks * length];
    all[rank * length..(rank + 1) * length].copy_from_slice(mine);
    let (mut travels, mut comes) = (mine.to_vec(), vec![0.0; length]);
    for round in 1..ranks {
        send_receive_into(&travels[..], &next, &mut comes[..], &before);
        let whose = (rank + ranks - round) % ranks;
        all[whose * length..(whose + 1) * length].copy_from_slice(&comes);
        mem::swap(&mut travels, &mut comes);
    }
    all
}
