//! Plays MPI on threads of one process, so that a check can look at every message.
//!
//! An exercise depends on this crate under the name `mpi`, and has the names of [rsmpi](https://docs.rs/mpi), the crate
//! of that name: an answer compiles with either, and does the same with both. What is played is this much of it:
//!
//! | module | names |
//! |---|---|
//! | `mpi` | [`time`], [`Rank`], [`Tag`], [`Count`] |
//! | `mpi::traits` | `Communicator`: `rank`, `size`, `process_at_rank`, `barrier`. `Destination`: `send`, `synchronous_send`, `immediate_send`. `Source`: `receive`, `receive_into`, `receive_vec`, `immediate_receive_into`. Each of these with `_with_tag`, too |
//! | `mpi::point_to_point` | [`send_receive_into`](point_to_point::send_receive_into), [`send_receive`](point_to_point::send_receive) |
//! | `mpi::request` | [`scope`](request::scope), `wait`, `wait_without_status`, [`WaitGuard`](request::WaitGuard) |
//!
//! No collective operation is there but the barrier: to write them is what the exercises are about. [`sim`] is for
//! checks, and no part of rsmpi.
//!
//! What is played is a machine in which
//!
//! - ranks take turns, and only one runs at a time: an operation of MPI is where one may stop and another go on. So a
//!   play is the same every time. Who goes first where several could is the check's to say;
//! - a send either returns at once ([`sim::Network::eager`]) or waits for its receiver, as the standard allows both;
//! - when all ranks wait, that is known at once, without a clock;
//! - time is computed: a message of *n* bytes takes *α* + *n*/*β*, and nothing else takes any. So the cost of a way to
//!   pass messages is known exactly. That several messages share a wire isn't played.

pub mod datatype;
pub mod point_to_point;
pub mod request;
pub mod sim;
pub mod topology;
mod world;

/// All that rsmpi's module of this name has, of what is here.
pub mod traits {
    pub use crate::datatype::{Buffer, BufferMut, Equivalence};
    pub use crate::point_to_point::{Destination, Source};
    pub use crate::topology::Communicator;
}

/// A rank's number in its communicator, from 0.
pub type Rank = i32;

/// What a receiver may choose messages by.
pub type Tag = i32;

/// A number of values in a message.
pub type Count = i32;

/// Seconds since the play began, of the rank that asks, in the time that is played.
///
/// # Panics
/// Outside of a play.
pub fn time() -> f64 {
    world::this_rank(|world, rank| world.clock(rank))
}
