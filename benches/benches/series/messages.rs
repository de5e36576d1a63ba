//! What a message takes between two ranks, by its size, and the line that two numbers make of it.

use benches::{
    experiment::{Outcome, point, series},
    ping_pong,
};
use record::Series;

/// One way, measured; beside it α + *n*/β, with each run's own α and β.
pub fn measure() -> Outcome<Series> {
    let runs = ping_pong::runs()?;
    let sizes: Vec<usize> = runs[0].times.iter().map(|&(bytes, _)| bytes).collect();
    let measured = sizes.iter().enumerate().map(|(k, &bytes)| {
        let times: Vec<f64> = runs.iter().map(|run| run.times[k].1).collect();
        point("measured", bytes as f64, &times)
    });
    let fitted = sizes.iter().map(|&bytes| {
        let times: Vec<f64> = runs.iter().map(|run| run.latency + bytes as f64 / run.bandwidth).collect();
        point("α + n/β", bytes as f64, &times)
    });
    Ok(series("bytes of a message", "time one way (s)", measured.chain(fitted).collect()))
}
