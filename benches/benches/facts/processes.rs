//! What it costs to start a process, to talk with it, and to give it data.

use crate::peer::{self, NUMBERS, Peer};
use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each, repeat},
};
use great_circle::Pairs;
use shared::Shared;
use std::time::Instant;
use variant::{Unavailable, Workers};

/// This program started again, ended at once, and waited for.
pub fn spawn() -> Outcome<Vec<f64>> {
    Ok(repeat(|| peer::nothing().status().expect("the system starts this program once more")))
}

/// An empty job sent to a waiting worker process with two new channels for it, and its answer.
pub fn job() -> Outcome<Vec<f64>> {
    let job = || pools::processes::chunks(Workers::ONE, 1, 1, &(), |((), _)| ());
    // The first one starts the worker.
    job()?;
    Ok(repeat(job))
}

/// Eight bytes sent through a pipe to another process that sends them back.
pub fn pipe_round_trip() -> Outcome<Vec<f64>> {
    let mut echo = Peer(peer::start_echo());
    Ok(repeat(|| echo.ask(&[7; 8])))
}

/// Four million numbers (32 MB) sent through a pipe to another process that answers with their sum.
pub fn pipe_32mb() -> Outcome<Vec<f64>> {
    let numbers = vec![1.0_f64; NUMBERS];
    sum(Peer(peer::start_sum()), bytemuck::cast_slice(&numbers))
}

/// The same numbers in shared memory: one byte is sent, and the other process maps and adds what lies there.
pub fn shared_32mb() -> Outcome<Vec<f64>> {
    let mut numbers = Shared::<f64>::zeroed(NUMBERS);
    numbers.fill(1.0);
    sum(Peer(peer::start_sum_shared(&numbers.handle())), &[1])
}

fn sum(mut peer: Peer, message: &[u8]) -> Outcome<Vec<f64>> {
    each(1, || {
        let start = Instant::now();
        let sum = f64::from_ne_bytes(peer.ask(message));
        let elapsed = start.elapsed();
        if sum == NUMBERS as f64 { Ok(elapsed) } else { Err(Unavailable::new(format!("the sum came back as {sum}"))) }
    })
}

/// How many times as long great circle takes when a million pairs are sent to the worker processes and the distances
/// back, compared with memory that all share. Both are measured by turns, and each turn gives one ratio.
pub fn copied_over_shared() -> Outcome<Vec<f64>> {
    let (pairs, workers) = (Pairs::random(1_000_000, 7), Workers::available());
    let mut km = Shared::zeroed(pairs.len());
    let mut seconds = |run: fn(&Pairs, Workers, &mut Shared<f64>) -> Result<(), Unavailable>| {
        let start = Instant::now();
        run(&pairs, workers, &mut km).map(|()| start.elapsed().as_secs_f64())
    };
    let mut ratio = || Ok(seconds(steps_processes::copied::run)? / seconds(great_circle::processes::run)?);
    // The first one starts the workers.
    ratio()?;
    (0..SAMPLES).map(|_| ratio()).collect()
}
