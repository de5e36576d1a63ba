//! A Rust library, made into a module that Python can import.
//!
//! `given_filter::smooth(numbers: &[f64], weights: &[f64]) -> Vec<f64>` computes weighted sums of neighbours. It panics
//! without weights, or with more of them than numbers. Python gets it in two forms:
//!
//! ```text
//! >>> import py_module
//! >>> py_module.smooth([1, 2, 4, 8], [0.5, 0.5])
//! [1.5, 3.0, 6.0]
//! >>> out = array.array("d", [0, 0, 0])
//! >>> py_module.smooth_into(array.array("d", [1, 2, 4, 8]), array.array("d", [0.5, 0.5]), out)
//! >>> out
//! array('d', [1.5, 3.0, 6.0])
//! ```
//!
//! - [`smooth`] takes lists and returns one.
//! - [`smooth_into`] takes buffers of float64, such as NumPy's arrays, and writes to a third one, which must have room
//!   for just the result. Buffers may have gaps: `memoryview(a)[::2]` is every second number of `a`.
//! - Lengths that don't fit are a `ValueError`. The message names both: how many weights for how many numbers; how many
//!   places for how many results. `out` then stays as it was.
//! - While `given_filter` works, other Python threads go on.
//! - Nothing that a caller passes makes it panic. In Python a panic is a `PanicException`, which `except Exception`
//!   doesn't catch.
//!
//! The first function is in the module already; Python can't find the second yet. The check lets a real Python, 3.11 or
//! later, import what you built. Without one it is skipped. About 40 minutes; the first check compiles PyO3.
//!
//! You will need: `py.detach(|| …)`; `PyValueError::new_err(format!(…))`; of a `PyBuffer`, `item_count()`,
//! `to_vec(py)` and `copy_from_slice(py, &numbers)`.

use pyo3::{buffer::PyBuffer, prelude::*};

/// Weighted sums of neighbours.
#[pymodule]
mod py_module {
    #[pymodule_export]
    use super::smooth;
}

/// The weighted sums of neighbours, as a list.
#[pyfunction]
pub fn smooth(py: Python<'_>, numbers: Vec<f64>, weights: Vec<f64>) -> PyResult<Vec<f64>> {
    let _ = py;
    todo!("look at the lengths, then smooth {} numbers by {} weights without the lock", numbers.len(), weights.len())
}

/// Writes the weighted sums of neighbours to `out`.
pub fn smooth_into(py: Python<'_>, numbers: PyBuffer<f64>, weights: PyBuffer<f64>, out: PyBuffer<f64>) -> PyResult<()> {
    let _ = (py, numbers, weights);
    todo!("look at the lengths, copy, smooth without the lock, and write {} results", out.item_count())
}
