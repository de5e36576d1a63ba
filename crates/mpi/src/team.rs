//! The ranks that `lab race` starts: told what to do, timed, and asked for the answer.

use mpi::{environment::Universe, topology::SimpleCommunicator, traits::*};
use ranks::{Order, Report};
use serde::de::DeserializeOwned;
use std::{
    ops::Range,
    process,
    time::{Duration, Instant},
};

/// A run that takes longer than this, in seconds, isn't repeated just to find out how long it takes once it is warm.
const LONG: f64 = 1.0;

/// All ranks of this program, one of which is this process.
pub struct Team<T> {
    /// What they are to do.
    pub job: T,
    /// All of them.
    pub world: SimpleCommunicator,
    /// From the start of `mpirun` until they had met.
    start: Duration,
    _universe: Universe,
}

impl<T: DeserializeOwned> Team<T> {
    /// Starts MPI, reads what to do from the command line, and waits until all ranks have done so.
    ///
    /// Ends the process when nobody said what to do, or when this is the only rank of several: then `mpirun` is of
    /// another MPI than the program, and none of its ranks knows of the others.
    pub fn gather() -> Self {
        let universe = crate::start();
        let world = universe.world();
        let order = Order::<T>::read().unwrap_or_else(|error| {
            eprintln!("{error}");
            process::exit(2)
        });
        let (found, started) = (world.size() as usize, order.ranks);
        if found != started {
            eprintln!(
                "two MPIs are mixed: of {started} ranks each believes to be one of {found}. This program was compiled with \
                 {}; start it with the mpirun of the same make",
                mpi::environment::library_version().unwrap_or_default().lines().next().unwrap_or_default()
            );
            process::exit(2);
        }
        world.barrier();
        Self { start: order.age(), job: order.job, world, _universe: universe }
    }

    /// Has all ranks `solve` the problem, which returns how many seconds that took by [`stopwatch`]; a second time if
    /// the first was short, since memory and connections were new then. Rank 0 reports the last time.
    pub fn report(&self, mut solve: impl FnMut() -> f64) {
        let root = self.world.process_at_rank(0);
        let mut seconds = solve();
        // Rank 0 decides for all: by their own clocks some might repeat it and some not.
        let mut again = seconds < LONG;
        root.broadcast_into(&mut again);
        if again {
            // Notes are of the last run only.
            if self.world.rank() == 0 {
                trace::clear();
            }
            seconds = solve();
        }
        if self.world.rank() == 0 {
            let report = Report { work_s: seconds, start_s: self.start.as_secs_f64() };
            println!("{}", serde_json::to_string(&report).expect("two numbers"));
        }
    }
}

/// Waits until all ranks are here, and starts a clock.
pub fn stopwatch(world: &SimpleCommunicator) -> Instant {
    world.barrier();
    Instant::now()
}

/// Which of `n` items belong to rank `rank` of `ranks`: as many to each, but fewer, or none, to the last ones.
pub fn band(n: usize, rank: usize, ranks: usize) -> Range<usize> {
    let each = n.div_ceil(ranks);
    (rank * each).min(n)..((rank + 1) * each).min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_one_another_and_cover_all() {
        for n in [0, 1, 7, 64, 65] {
            for ranks in [1, 2, 3, 7, 64, 100] {
                let bands: Vec<_> = (0..ranks).map(|rank| band(n, rank, ranks)).collect();
                assert_eq!((bands[0].start, bands[ranks - 1].end), (0, n), "{n} over {ranks}");
                assert!(bands.windows(2).all(|pair| pair[0].end == pair[1].start), "{n} over {ranks}: {bands:?}");
            }
        }
    }
}
