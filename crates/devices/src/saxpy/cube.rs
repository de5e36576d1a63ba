//! A unit an element, in CubeCL.
#![expect(missing_docs, reason = "of what the attribute makes of a function")]
#![expect(clippy::assign_op_pattern, reason = "it stands as the formula is written")]

use cubecl::prelude::*;

// ANCHOR: saxpy
/// y ← a·x + y.
#[cube(launch, create_dummy_kernel)]
pub fn saxpy(a: f32, x: &[f32], y: &mut [f32]) {
    let i = ABSOLUTE_POS;
    if i < y.len() {
        y[i] = a * x[i] + y[i];
    }
}
// ANCHOR_END: saxpy

/// The same without the guard.
#[cube(launch, create_dummy_kernel)]
pub fn unguarded(a: f32, x: &[f32], y: &mut [f32]) {
    let i = ABSOLUTE_POS;
    y[i] = a * x[i] + y[i];
}
