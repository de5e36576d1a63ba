//! `ping_pong`: a line through what messages of many sizes took.

use mpi::{topology::SimpleCommunicator, traits::*};

#[cfg_attr(not(feature = "yours"), path = "../../../../../exercises/solutions/ping_pong/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../../exercises/ping_pong/src/lib.rs")]
mod answer;

/// By as many ranks as there are.
pub fn play(world: &SimpleCommunicator) {
    let points: Vec<_> = (0..=20).map(|k| (1 << k, answer::measure(world, 1 << k, 100))).collect();
    if world.rank() == 0 {
        let line = answer::fit(&points);
        assert!(line.latency.is_finite() && line.bandwidth > 0.0, "ping_pong: {line:?} of {points:?}");
    }
}
