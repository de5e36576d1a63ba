//! Every rank has a block of numbers, and in the end every rank has the blocks of all.
//!
//! The ranks stand in a ring: each sends to the next one only, and the last one to rank 0. You write [`all_gather`],
//! which every rank calls with a block of its own, all of the same length:
//!
//! ```text
//! rank 0 has 1 2, rank 1 has 3 4, rank 2 has 5 6; afterwards each has 1 2 3 4 5 6
//! ```
//!
//! 1. **A block is passed on**: with *p* ranks, each rank sends *p* − 1 messages of one block each, and nothing else.
//! 2. **No send needs a buffer.** MPI may let any send wait until its receiver is there, and the check does: there a
//!    ring in which all send first hangs with 8 bytes as with a megabyte.
//! 3. **All send at the same time.** If rank 1 waits for rank 0, and rank 2 for rank 1, nothing hangs, and nothing is
//!    gained by having several ranks.
//!
//! The check plays the ranks on threads, in a time of its own in which every message takes a second: it needs no MPI.
//! The crate `mpi` is played, too, with the names of the real one. About 25 minutes.
//!
//! You will need `world.rank()`, `world.size()`, `world.process_at_rank(…)`, and either
//! `mpi::point_to_point::send_receive_into(&message[..], &to, &mut room[..], &from)` or `send` with `receive_into`.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// The blocks of all ranks, in the order of the ranks. `mine` is the block of this one; all are of the same length.
pub fn all_gather(world: &SimpleCommunicator, mine: &[f64]) -> Vec<f64> {
    todo!("rank {} of {}: pass blocks of {} numbers round the ring", world.rank(), world.size(), mine.len())
}
