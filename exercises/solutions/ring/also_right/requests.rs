//! Receives and sends without waiting, into the very place in the answer; then waits for both.

use mpi::request::{self, WaitGuard};
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// The blocks of all ranks, in the order of the ranks. `mine` is the block of this one; all are of the same length.
pub fn all_gather(world: &SimpleCommunicator, mine: &[f64]) -> Vec<f64> {
    let (rank, ranks) = (world.rank(), world.size());
    let mut all = vec![mine.to_vec(); ranks as usize];
    for round in 1..ranks {
        let whose = (rank + ranks - round) % ranks;
        let mut comes = vec![0.0; mine.len()];
        request::scope(|scope| {
            let before = world.process_at_rank((rank + ranks - 1) % ranks);
            let _comes = WaitGuard::from(before.immediate_receive_into(scope, &mut comes[..]));
            let next = world.process_at_rank((rank + 1) % ranks);
            next.immediate_send(scope, &all[((whose + 1) % ranks) as usize][..]).wait();
        });
        all[whose as usize] = comes;
    }
    all.concat()
}
