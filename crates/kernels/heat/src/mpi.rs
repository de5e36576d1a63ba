//! Ranks, each with a band of rows in memory of its own, send each other the rows at the border of two bands. What
//! they do stands in `crates/mpi/src/bin/heat.rs`; here they are started.

use crate::{Plate, Temperatures};
use serde::{Deserialize, Serialize};
use shared::Handle;
use variant::{Took, Unavailable, Workers};

/// What the ranks are told.
#[derive(Serialize, Deserialize)]
pub struct Place {
    /// Points along an edge.
    pub size: usize,
    /// Steps to compute.
    pub steps: usize,
    /// Where the plate at the start lies, of which each rank reads its part.
    pub start: Handle,
    /// Where rank 0 writes the plate after the last step.
    pub after: Handle,
    /// Whether a rank computes while the rows from its neighbours are on their way; else it waits for them first.
    pub overlapped: bool,
    /// Threads of all ranks together.
    pub workers: usize,
}

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<Took, Unavailable> {
    solve(plate, workers, workers, after, true)
}

/// Two ranks, each with half of the workers as threads.
pub fn run_with_threads(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<Took, Unavailable> {
    let ranks = Workers::new(workers.get().min(2)).expect("one worker is one rank");
    solve(plate, ranks, workers, after, true)
}

/// The same, but each rank computes nothing until it has its neighbours' rows.
pub fn run_waiting_first(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<Took, Unavailable> {
    solve(plate, workers, workers, after, false)
}

fn solve(
    plate: &Plate,
    ranks: Workers,
    workers: Workers,
    after: &mut Temperatures,
    overlapped: bool,
) -> Result<Took, Unavailable> {
    let (size, steps, workers) = (plate.size, plate.steps, workers.get());
    let place = Place { size, steps, start: plate.start.handle(), after: after.last.handle(), overlapped, workers };
    ranks::solve("heat", ranks, &place)
}
