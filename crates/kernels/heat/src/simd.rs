//! One core computes several points with each instruction.
//!
//! The compiler makes vector code of `serial` as well, for the narrowest vectors that any processor of the kind has.
//! Here the same loop is compiled for wider ones, too. No two operations become one, so every bit stays the same.

use crate::{Plate, Temperatures, rows_by, step_inlined};
use instruction_set::widest;
use variant::{Unavailable, Workers};

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, _: Workers, after: &mut Temperatures) -> Result<(), Unavailable> {
    after.evolve(plate, |before, after| {
        rows_by(step, plate.size(), before, 0, after);
        Ok(())
    })
}

widest! {
    /// As [`crate::step`].
    fn step(rows: [&[f64]; 3], after: &mut [f64]) {
        avx512 => step_inlined(rows, after),
        avx2 => step_inlined(rows, after),
        baseline => step_inlined(rows, after),
    }
}
