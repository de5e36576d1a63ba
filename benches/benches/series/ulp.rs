//! How wrong are the polynomials, and where?

use benches::experiment::{Outcome, point, series};
use rand::{RngExt, SeedableRng};
use record::{Point, Series};
use steps_simd::{
    arcsine::asin,
    cosine::cos,
    horner,
    sine::{SINE, sin},
    taylor,
    ulp::{Function, Judge},
};

/// How many arguments each part of the range is tried with.
const ARGUMENTS: usize = 100;

/// Errors of sine, cosine and arcsine.
pub fn functions() -> Outcome<Series> {
    let mut found = sweep("sine", Function::Sine, (32, 10.0), sin);
    found.extend(sweep("cosine", Function::Cosine, (32, 10.0), cos));
    found.extend(sweep("arcsine", Function::Arcsine, (20, 20.0), asin));
    Ok(series("argument", "largest error (ulp)", found))
}

/// Errors of a sine from eight coefficients: those of the Taylor series, and those that make the largest error least.
pub fn coefficients() -> Outcome<Series> {
    let mut found = sweep("Taylor", Function::Sine, (31, 20.0), |r| sine_by(r, &taylor::SINE));
    found.extend(sweep("minimax", Function::Sine, (31, 20.0), |r| sine_by(r, &SINE)));
    Ok(series("angle (radians)", "largest error (ulp)", found))
}

fn sine_by(r: f64, c: &[f64; 8]) -> f64 {
    let t = r * r;
    r + r * (t * horner::polynomial(t, c))
}

/// A point for each part of the range from 0: so many parts, and so many of them to 1.
fn sweep(line: &str, f: Function, (parts, to_one): (u32, f64), ours: fn(f64) -> f64) -> Vec<Point> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(11);
    let mut judge = Judge::new();
    let start = |part: u32| f64::from(part) / to_one;
    let mut largest = |part: u32| {
        let arguments = (0..ARGUMENTS).map(|_| rng.random_range(start(part)..start(part + 1)));
        arguments.map(|x| judge.error(f, x, ours(x))).fold(0.0, f64::max)
    };
    // Counted, not timed: one sample says it.
    (0..parts).map(|part| point(line, start(part), &[largest(part)])).collect()
}
