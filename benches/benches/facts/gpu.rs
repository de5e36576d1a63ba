//! What it costs to ask a graphics adapter for anything at all.

use benches::{experiment::Outcome, timing::repeat};
use great_circle::Pairs;
use shared::Shared;

/// One pair of points sent to the adapter, one distance computed, and sent back.
pub fn round_trip() -> Outcome<Vec<f64>> {
    let pairs = Pairs::random(1, 7);
    let mut km = Shared::zeroed(1);
    // The first one opens the adapter and compiles the shader.
    great_circle::gpu::stages(&pairs, &mut km)?;
    Ok(repeat(|| great_circle::gpu::stages(&pairs, &mut km)))
}
