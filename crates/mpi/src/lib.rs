//! What the programs of ranks share: they start, and end, in the same way.

pub mod allreduce;
pub mod line;
mod team;
pub mod watchdog;

pub use team::{Team, band, stopwatch};

use mpi::{environment::Universe, topology::SimpleCommunicator, traits::*};
use std::panic;

// ANCHOR: start
/// Starts MPI. A rank that panics from now on ends all ranks, with exit code 101.
///
/// Without this it would unwind, and wait at the end of `main`, in `MPI_Finalize`, for the others, who wait for it.
///
/// # Panics
/// When MPI was started before.
pub fn start() -> Universe {
    let universe = mpi::initialize().expect("MPI is started once");
    let say = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        say(info);
        SimpleCommunicator::world().abort(101)
    }));
    universe
}
// ANCHOR_END: start
