//! A Rust library, made into a module that Python imports.

use pyo3::{buffer::PyBuffer, exceptions::PyValueError, prelude::*};

/// Weighted sums of neighbours.
#[pymodule]
mod py_module {
    #[pymodule_export]
    use super::{smooth, smooth_into};
}

/// The weighted sums of neighbours, as a list.
#[pyfunction]
pub fn smooth(py: Python<'_>, numbers: Vec<f64>, weights: Vec<f64>) -> PyResult<Vec<f64>> {
    results(numbers.len(), weights.len())?;
    Ok(py.detach(|| given_filter::smooth(&numbers, &weights)))
}

/// Writes the weighted sums of neighbours to `out`.
#[pyfunction]
pub fn smooth_into(py: Python<'_>, numbers: PyBuffer<f64>, weights: PyBuffer<f64>, out: PyBuffer<f64>) -> PyResult<()> {
    let (results, places) = (results(numbers.item_count(), weights.item_count())?, out.item_count());
    if places != results {
        return Err(PyValueError::new_err(format!("out has {places} places for {results} results")));
    }
    // Copies: once other Python threads run, they may write to the buffers.
    let (numbers, weights) = (numbers.to_vec(py)?, weights.to_vec(py)?);
    let results = py.detach(|| given_filter::smooth(&numbers, &weights));
    out.copy_from_slice(py, &results)
}

/// How many results there will be.
fn results(numbers: usize, weights: usize) -> PyResult<usize> {
    match numbers.checked_sub(weights) {
        Some(more) if weights > 0 => Ok(more + 1),
        _ => Err(PyValueError::new_err(format!("{weights} weights for {numbers} numbers"))),
    }
}
