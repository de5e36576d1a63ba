//! Great circle as a Python module, `globe`.

use great_circle::simd;
use pyo3::{buffer::PyBuffer, exceptions::PyValueError, prelude::*};

/// Great-circle distances on a sphere of 6371 km.
#[pymodule]
mod globe {
    #[pymodule_export]
    use super::{bug, distance, distances, step};
}

/// The distance between two points in kilometres, from degrees.
#[pyfunction]
fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> PyResult<f64> {
    on_the_globe(lon1, lat1)?;
    on_the_globe(lon2, lat2)?;
    Ok(great_circle::distance(lon1, lat1, lon2, lat2))
}

/// Writes the distances of all pairs to `km`. All five are arrays of float64 of one length. With `simd=False` one pair
/// is computed at a time.
#[pyfunction]
#[pyo3(signature = (lon1, lat1, lon2, lat2, km, *, simd = true))]
fn distances(
    py: Python<'_>,
    lon1: PyBuffer<f64>,
    lat1: PyBuffer<f64>,
    lon2: PyBuffer<f64>,
    lat2: PyBuffer<f64>,
    km: PyBuffer<f64>,
    simd: bool,
) -> PyResult<()> {
    let n = km.item_count();
    if [&lon1, &lat1, &lon2, &lat2].iter().any(|column| column.item_count() != n) {
        return Err(PyValueError::new_err("the five arrays differ in length"));
    }
    // Copies: once other Python threads run, they may write to the arrays, and no Rust slice survives that.
    let columns = [lon1.to_vec(py)?, lat1.to_vec(py)?, lon2.to_vec(py)?, lat2.to_vec(py)?];
    // From here on no Python object is touched: another thread may have the interpreter meanwhile.
    let distances = py.detach(|| {
        let [lon1, lat1, lon2, lat2] = columns.each_ref().map(Vec::as_slice);
        for i in 0..n {
            on_the_globe(lon1[i], lat1[i])?;
            on_the_globe(lon2[i], lat2[i])?;
        }
        let mut km = vec![0.0; n];
        if simd {
            simd::columns([lon1, lat1, lon2, lat2], &mut km);
        } else {
            for (i, km) in km.iter_mut().enumerate() {
                *km = great_circle::distance(lon1[i], lat1[i], lon2[i], lat2[i]);
            }
        }
        Ok::<_, PyErr>(km)
    })?;
    km.copy_from_slice(py, &distances)
}

/// Adds 1: as little work as a function can do, so that what is left is the call.
#[pyfunction]
fn step(x: u64) -> u64 {
    x.wrapping_add(1)
}

/// A bug, to see what becomes of it: looks beyond the end of a list.
#[pyfunction]
fn bug() -> i32 {
    let list = [2, 3, 5];
    // Not in so many words: rustc would notice.
    list[std::hint::black_box(3)]
}

fn on_the_globe(lon: f64, lat: f64) -> PyResult<()> {
    match lon.is_finite() && (-90.0..=90.0).contains(&lat) {
        true => Ok(()),
        false => Err(PyValueError::new_err(format!("there is no point at longitude {lon}, latitude {lat}"))),
    }
}
