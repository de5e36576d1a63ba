//! A table that is computed by whoever needs it first.

use std::{array, sync::LazyLock};

static SINES: LazyLock<[f64; 360]> = LazyLock::new(table);

fn table() -> [f64; 360] {
    array::from_fn(|degrees| (degrees as f64).to_radians().sin())
}

/// The sine of a whole number of degrees.
pub fn sine(degrees: usize) -> f64 {
    SINES[degrees % 360]
}
