//! Measures after as many that aren't timed; fits by making one column orthogonal to the other.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// What a message of *n* bytes costs: `latency` + *n* / `bandwidth`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// α: what even an empty message takes, seconds.
    pub latency: f64,
    /// β: bytes a second.
    pub bandwidth: f64,
}

/// How long a message of `bytes` bytes takes one way, seconds: the mean of `times` times there and back (`times` at
/// least 1). Before them, at least one and at most `times` are not timed. Called by two ranks; what rank 1 returns
/// doesn't matter.
pub fn measure(world: &SimpleCommunicator, bytes: usize, times: usize) -> f64 {
    let message = vec![7_u8; bytes];
    let mut begin = 0.0;
    for round in 0..2 * times {
        if round == times {
            begin = mpi::time();
        }
        if world.rank() == 0 {
            world.process_at_rank(1).send(&message);
            world.process_at_rank(1).receive_vec::<u8>();
        } else {
            let (came, _) = world.process_at_rank(0).receive_vec::<u8>();
            world.process_at_rank(0).send(&came);
        }
    }
    (mpi::time() - begin) / 2.0 / times as f64
}

/// The line that lies nearest to `points` (bytes, seconds), by least squares of the relative error. There are two
/// different sizes at least, in any order, and all times are above 0.
pub fn fit(points: &[(usize, f64)]) -> Line {
    // Divided by its time, each point should be 1 = α·(1/t) + b·(n/t).
    let ones: Vec<f64> = points.iter().map(|(_, t)| 1.0 / t).collect();
    let bytes: Vec<f64> = points.iter().map(|(n, t)| *n as f64 / t).collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let along = dot(&ones, &bytes) / dot(&ones, &ones);
    let rest: Vec<f64> = bytes.iter().zip(&ones).map(|(bytes, one)| bytes - along * one).collect();
    let b = rest.iter().sum::<f64>() / dot(&rest, &rest);
    let a = ones.iter().sum::<f64>() / dot(&ones, &ones) - b * along;
    Line { latency: a, bandwidth: 1.0 / b }
}
