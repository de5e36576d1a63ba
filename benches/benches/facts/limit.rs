//! The machine's limits: how much arithmetic, and how much of it for each byte.

use benches::{
    experiment::Outcome,
    peak::{FLOATS, Float},
    timing::SAMPLES,
    triad::Triad,
};
use variant::Workers;

const DOUBLE: &Float = &FLOATS[0];
const SINGLE: &Float = &FLOATS[1];

/// Multiply-adds of `f64` on one core, two operations each.
pub fn peak_1() -> Outcome<Vec<f64>> {
    peak(DOUBLE, 1)
}

/// The same on all cores.
pub fn peak_all() -> Outcome<Vec<f64>> {
    peak(DOUBLE, all())
}

/// The same in `f32`.
pub fn peak_f32_all() -> Outcome<Vec<f64>> {
    peak(SINGLE, all())
}

/// How many times one core's arithmetic all cores do: in turns.
pub fn peak_gain() -> Outcome<Vec<f64>> {
    Ok((0..SAMPLES).map(|_| DOUBLE.rate(all()) / DOUBLE.rate(1)).collect())
}

/// How many times one core's bytes all cores move: in turns.
pub fn triad_gain() -> Outcome<Vec<f64>> {
    let mut triad = triad();
    Ok((0..SAMPLES).map(|_| triad.run(all()) / triad.run(1)).collect())
}

/// Operations of `f64` that one core could do for each byte that it gets.
pub fn ridge_1() -> Outcome<Vec<f64>> {
    ridge(1)
}

/// The same with all cores at it.
pub fn ridge_all() -> Outcome<Vec<f64>> {
    ridge(all())
}

fn all() -> usize {
    Workers::available().get()
}

fn peak(float: &Float, threads: usize) -> Outcome<Vec<f64>> {
    Ok((0..SAMPLES).map(|_| float.rate(threads)).collect())
}

fn ridge(threads: usize) -> Outcome<Vec<f64>> {
    let mut triad = triad();
    Ok((0..SAMPLES).map(|_| DOUBLE.rate(threads) / triad.run(threads)).collect())
}

/// The arrays, touched once.
fn triad() -> Triad {
    let mut triad = Triad::new();
    triad.run(1);
    triad
}
