//! Every rank has a row of numbers, and in the end each has the sums: the operation that trains neural networks on many
//! machines.
//!
//! In the tree of the chapter each message is a whole row. For a long row that is more than is needed. Cut it into as
//! many parts as there are ranks, and let the parts go round the ring twice: once to be added up, and once to be handed
//! out. You write [`all_reduce`], which all ranks call with rows of the same length:
//!
//! ```text
//! rank 0 has 1 2 3, rank 1 has 10 20 30, rank 2 has 100 200 300; afterwards each has 111 222 333
//! ```
//!
//! The check proves, for *n* numbers on *p* ranks, that
//!
//! 1. all ranks have the sums, also where *p* doesn't divide *n*, or is larger;
//! 2. all have the *same* sums, to the last bit: numbers with a fraction, added in another order, would differ;
//! 3. **no rank sends more than 2(*p* − 1) messages, or more than 2(*p* − 1) · ⌈*n*/*p*⌉ numbers**;
//! 4. no send needs a buffer: each may wait until its receiver is there;
//! 5. all ranks send at the same time.
//!
//! About 45 minutes. You will need what `ring` needed, and a function that says where part *i* begins and ends: two
//! neighbouring ranks must agree on that.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// Adds up, place by place, what all ranks have in `numbers`; afterwards all have the sums. It is of the same length on
/// all ranks.
pub fn all_reduce(world: &SimpleCommunicator, numbers: &mut [f64]) {
    todo!("rank {} of {}: add up {} numbers with the others", world.rank(), world.size(), numbers.len())
}
