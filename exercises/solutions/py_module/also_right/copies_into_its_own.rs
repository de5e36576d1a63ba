//! Makes room for the copies itself, and looks at the lengths without the lock.

use pyo3::{buffer::PyBuffer, exceptions::PyValueError, prelude::*};

/// Weighted sums of neighbours.
#[pymodule]
mod py_module {
    #[pymodule_export]
    use super::{smooth, smooth_into};
}

/// As a list.
#[pyfunction]
pub fn smooth(py: Python<'_>, numbers: Vec<f64>, weights: Vec<f64>) -> PyResult<Vec<f64>> {
    py.detach(|| checked(&numbers, &weights))
}

/// Into a buffer.
#[pyfunction]
pub fn smooth_into(py: Python<'_>, numbers: PyBuffer<f64>, weights: PyBuffer<f64>, out: PyBuffer<f64>) -> PyResult<()> {
    let (numbers, weights) = (copied(py, &numbers)?, copied(py, &weights)?);
    let places = out.item_count();
    let results = py.detach(|| {
        let wanted = (numbers.len() + 1).saturating_sub(weights.len());
        if !weights.is_empty() && wanted > 0 && wanted != places {
            return Err(PyValueError::new_err(format!("{wanted} results don't fit into {places} places")));
        }
        checked(&numbers, &weights)
    })?;
    out.copy_from_slice(py, &results)
}

fn copied(py: Python<'_>, buffer: &PyBuffer<f64>) -> PyResult<Vec<f64>> {
    let mut numbers = vec![0.0; buffer.item_count()];
    buffer.copy_to_slice(py, &mut numbers)?;
    Ok(numbers)
}

fn checked(numbers: &[f64], weights: &[f64]) -> PyResult<Vec<f64>> {
    if weights.is_empty() || weights.len() > numbers.len() {
        let (numbers, weights) = (numbers.len(), weights.len());
        return Err(PyValueError::new_err(format!("can't smooth {numbers} numbers with {weights} weights")));
    }
    Ok(given_filter::smooth(numbers, weights))
}
