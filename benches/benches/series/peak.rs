//! How many operations do the cores do in a second, by the number of threads?

use benches::{
    experiment::{Outcome, point, series},
    peak::FLOATS,
    timing::SAMPLES,
};
use record::Series;
use variant::Workers;

/// Operations a second of `f64` and `f32` on 1, 2, 4, … threads. All take turns, so that a busy moment hits them all.
pub fn measure() -> Outcome<Series> {
    let counts: Vec<_> = Workers::worth_measuring().into_iter().map(Workers::get).collect();
    let cases: Vec<_> = FLOATS.iter().flat_map(|float| counts.iter().map(move |&threads| (float, threads))).collect();
    let mut samples = vec![Vec::new(); cases.len()];
    for _ in 0..SAMPLES {
        for (samples, (float, threads)) in samples.iter_mut().zip(&cases) {
            samples.push(float.rate(*threads));
        }
    }
    let points = cases.iter().zip(&samples).map(|((float, threads), s)| point(float.name, *threads as f64, s));
    Ok(series("threads", "operations each second (FLOP/s)", points.collect()))
}
