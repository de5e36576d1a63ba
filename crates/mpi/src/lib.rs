//! What the programs of ranks share: they start, and end, in the same way.

pub mod allreduce;
pub mod line;
mod team;
pub mod watchdog;

pub use team::{Team, band, stopwatch};

use mpi::{Threading, environment::Universe, topology::SimpleCommunicator, traits::*};
use std::panic;

// ANCHOR: start
/// Starts MPI. A rank that panics from now on ends all ranks, with exit code 101.
///
/// Without this it would unwind, and wait at the end of `main`, in `MPI_Finalize`, for the others, who wait for it.
///
/// # Panics
/// When MPI was started before.
pub fn start() -> Universe {
    // Other threads may compute or watch. Only this one calls MPI.
    let (universe, level) = mpi::initialize_with_threading(Threading::Funneled).expect("MPI is started once");
    assert!(level >= Threading::Funneled, "this MPI wants programs of one thread: it offers {level:?}");
    let say = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        say(info);
        SimpleCommunicator::world().abort(101)
    }));
    universe
}
// ANCHOR_END: start
