//! Ranks on this machine: what a message costs them, and how they do beside threads. `LAB_RANKS` names the folder of
//! their programs.

use benches::{
    experiment::Outcome,
    ping_pong::{self, Run},
    timing::SAMPLES,
};
use lineup::Load;
use std::env;
use variant::{Unavailable, Workers};

/// α: what the smallest message costs one way between two ranks, seconds.
pub fn latency() -> Outcome<Vec<f64>> {
    messages(|run| run.latency)
}

/// β: how fast the bytes of large messages go, B/s.
pub fn bandwidth() -> Outcome<Vec<f64>> {
    messages(|run| run.bandwidth)
}

/// Of each run of ping-pong what `choose` makes of it.
fn messages(choose: fn(&Run) -> f64) -> Outcome<Vec<f64>> {
    Ok(ping_pong::runs()?.iter().map(choose).collect())
}

/// How many times as long two threads take for great circle as two ranks, turn by turn.
pub fn great_circle_beside_threads() -> Outcome<Vec<f64>> {
    two_by_two("great_circle", None, ["threads", "mpi"], SAMPLES)
}

/// Points along the edge of a plate that is small enough for its messages to be felt.
const SMALL_PLATE: usize = 128;

/// How many times as long two ranks take for the heat in a small plate if they wait for their halos first.
pub fn overlap_gain() -> Outcome<Vec<f64>> {
    // Each time the ranks are started they get on a little better or worse with each other.
    two_by_two("heat", Some(SMALL_PLATE), ["mpi_wait_first", "mpi"], 4 * SAMPLES)
}

/// The same where the messages go through the system's network stack, from this machine to itself: with Open MPI, and
/// the variable `OMPI_MCA_btl` set to `self,tcp`.
pub fn overlap_gain_tcp() -> Outcome<Vec<f64>> {
    if env::var("OMPI_MCA_btl").as_deref() != Ok("self,tcp") {
        return Err(Unavailable::new("set OMPI_MCA_btl=self,tcp, for messages over TCP"));
    }
    overlap_gain()
}

/// How many times as long two workers take by one variant of `kernel` as by the other, turn by turn.
fn two_by_two(kernel: &str, size: Option<usize>, [one, other]: [&str; 2], turns: usize) -> Outcome<Vec<f64>> {
    let kernel = lineup::kernel(kernel).expect("it is one of the kernels");
    let place = |name| kernel.variants().iter().position(|info| info.name == name).expect("it is one of them");
    let (one, other) = (place(one), place(other));
    let mut problem = kernel.prepare(size.unwrap_or(kernel.default_size), Load::Usual);
    let two = Workers::new(2).expect("two is not zero");
    let mut turn = |_| {
        // Ranks run once before their time begins. Threads have to be warm, too.
        problem.run(one, two)?;
        let one = problem.run(one, two)?.work;
        let other = problem.run(other, two)?.work;
        Ok(one.as_secs_f64() / other.as_secs_f64())
    };
    (0..turns).map(&mut turn).collect()
}
