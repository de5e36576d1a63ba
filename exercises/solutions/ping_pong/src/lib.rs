//! There and back, timed; and a line through the times.

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
    let other = world.process_at_rank(1 - world.rank());
    let mut message = vec![0_u8; bytes];
    let mut there_and_back = || {
        if world.rank() == 0 {
            other.send(&message[..]);
            other.receive_into(&mut message[..]);
        } else {
            other.receive_into(&mut message[..]);
            other.send(&message[..]);
        }
    };
    there_and_back();
    let begin = mpi::time();
    for _ in 0..times {
        there_and_back();
    }
    (mpi::time() - begin) / (2 * times) as f64
}

/// The line that lies nearest to `points` (bytes, seconds), by least squares of the relative error. There are two
/// different sizes at least, in any order, and all times are above 0.
pub fn fit(points: &[(usize, f64)]) -> Line {
    // Least is to be Σ w·(α + n·b − t)², with w = 1/t² and b = 1/β.
    let [mut w, mut wn, mut wnn, mut wt, mut wnt] = [0.0; 5];
    for &(bytes, t) in points {
        let (n, weight) = (bytes as f64, 1.0 / (t * t));
        w += weight;
        wn += weight * n;
        wnn += weight * n * n;
        wt += weight * t;
        wnt += weight * n * t;
    }
    let determinant = w * wnn - wn * wn;
    let seconds_a_byte = (w * wnt - wn * wt) / determinant;
    Line { latency: (wt * wnn - wn * wnt) / determinant, bandwidth: 1.0 / seconds_a_byte }
}
