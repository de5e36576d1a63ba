//! What regrouping makes of the sine's first step. On paper nothing has changed.

use crate::sine::PI;

/// `x − half_turns · π`, the three parts put together first.
pub fn without(x: f64, half_turns: f64) -> f64 {
    x - half_turns * (PI[0] + PI[1] + PI[2])
}
