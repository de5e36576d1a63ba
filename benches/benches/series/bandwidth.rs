//! How many bytes does memory move in a second, by the number of threads that ask?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
    triad::Triad,
};
use record::Series;
use variant::Workers;

/// Bytes a second of the triad on 1, 2, 4, … threads. The counts take turns, so that a busy moment hits them all.
pub fn measure() -> Outcome<Series> {
    let counts: Vec<_> = Workers::worth_measuring().into_iter().map(Workers::get).collect();
    let mut triad = Triad::new();
    triad.run(1);
    let mut samples = vec![Vec::new(); counts.len()];
    for _ in 0..SAMPLES {
        for (samples, &threads) in samples.iter_mut().zip(&counts) {
            samples.push(triad.run(threads));
        }
    }
    let points = counts.iter().zip(&samples).map(|(&threads, samples)| point("triad", threads as f64, samples));
    Ok(series("threads", "bytes moved each second (B/s)", points.collect()))
}
