//! `mpirun -n 4 answers`: the reference answers of the exercises on MPI, by real ranks. Their checks play MPI on
//! threads; this shows that the same text does the same with MPI itself. Built with the feature `yours`, it runs the
//! reader's answers, and for each exercise there is a feature, too: half an answer to another one is no obstacle.
//!
//! `answers ring` runs one of them, and `answers lost_rank FOLDER STEP` lets a rank die in that step.

#[cfg(feature = "allreduce")]
mod allreduce;
#[cfg(feature = "heat_halo")]
mod heat_halo;
#[cfg(feature = "lost_rank")]
mod lost_rank;
#[cfg(feature = "ping_pong")]
mod ping_pong;
#[cfg(feature = "ring")]
mod ring;

use mpi::{topology::SimpleCommunicator, traits::*};
use mpi_ranks::watchdog::Watchdog;
use std::{env, time::Duration};

/// No exercise takes longer than this.
const LIMIT: Duration = Duration::from_secs(20);

/// Numbers in a block: a megabyte, which no MPI takes off a sender's hands.
const BLOCK: usize = 125_000;

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    let watchdog = Watchdog::new(world.rank(), LIMIT);
    let arguments: Vec<String> = env::args().skip(1).collect();
    let which = arguments.first().map(String::as_str);
    let play = |name: &str, exercise: fn(&SimpleCommunicator)| {
        if which.is_none_or(|which| which == name) {
            watchdog.watch(name, || exercise(&world));
        }
    };
    #[cfg(feature = "lost_rank")]
    if let [name, folder, step] = &arguments[..]
        && name == "lost_rank"
    {
        let step = step.parse().expect("a step's number");
        return watchdog.watch(name, || lost_rank::play(&world, folder.as_ref(), step));
    }
    #[cfg(feature = "ping_pong")]
    if world.size() == 2 {
        play("ping_pong", ping_pong::play);
    }
    #[cfg(feature = "ring")]
    play("ring", ring::play);
    #[cfg(feature = "allreduce")]
    play("allreduce", allreduce::play);
    #[cfg(feature = "heat_halo")]
    play("heat_halo", heat_halo::play);
    println!("rank {} has the right answers", world.rank());
}

/// Block number `rank`: in all blocks together, each number is its place.
fn block(rank: usize) -> impl Iterator<Item = f64> {
    (0..BLOCK).map(move |i| (rank * BLOCK + i) as f64)
}
