//! Even ranks send first, odd ranks receive first; a blocking call for each.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// The blocks of all ranks, in the order of the ranks. `mine` is the block of this one; all are of the same length.
pub fn all_gather(world: &SimpleCommunicator, mine: &[f64]) -> Vec<f64> {
    let (rank, ranks) = (world.rank(), world.size());
    let mut blocks = vec![Vec::new(); ranks as usize];
    blocks[rank as usize] = mine.to_vec();
    for round in 0..ranks - 1 {
        let (mine, theirs) = ((rank - round).rem_euclid(ranks), (rank - round - 1).rem_euclid(ranks));
        let next = world.process_at_rank((rank + 1) % ranks);
        let before = world.process_at_rank((rank - 1).rem_euclid(ranks));
        if rank % 2 == 0 {
            next.send(&blocks[mine as usize]);
            blocks[theirs as usize] = before.receive_vec().0;
        } else {
            blocks[theirs as usize] = before.receive_vec().0;
            next.send(&blocks[mine as usize]);
        }
    }
    blocks.concat()
}
