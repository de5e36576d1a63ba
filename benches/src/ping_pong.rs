//! What a message costs two ranks on this machine, as their program tells it. `LAB_RANKS` names the folder of it.

use crate::experiment::Outcome;
use std::time::Duration;
use variant::Unavailable;

/// Each run measures every size by itself; several tell how much one differs from the next.
const RUNS: usize = 7;

/// A run that has not ended by then never will.
const LIMIT: Duration = Duration::from_secs(120);

/// What one run tells.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// Bytes of a message, and how long it takes one way, seconds.
    pub times: Vec<(usize, f64)>,
    /// α, seconds.
    pub latency: f64,
    /// β, bytes a second.
    pub bandwidth: f64,
}

/// Runs the program some times over.
///
/// # Errors
/// Without an MPI or the program; with what it printed where that can't be read.
pub fn runs() -> Outcome<Vec<Run>> {
    let program = ranks::program("ping_pong")?;
    let run = |_| {
        let ended = ranks::run(&program, 2, &[""; 0], LIMIT)?;
        read(&ended.stdout).ok_or_else(|| Unavailable::new(ended.told()))
    };
    (0..RUNS).map(run).collect()
}

/// Lines such as `1024 B  0.76 µs`, and a last one: `α 0.64 µs, β 10.27 GB/s`.
fn read(told: &str) -> Option<Run> {
    let mut lines = told.lines().rev();
    let (latency, bandwidth) = lines.next()?.strip_prefix("α ")?.strip_suffix(" GB/s")?.split_once(" µs, β ")?;
    let time = |line: &str| {
        let (bytes, micros) = line.strip_suffix("µs")?.split_once('B')?;
        Some((bytes.trim().parse().ok()?, micros.trim().parse::<f64>().ok()? * 1e-6))
    };
    let mut times: Vec<_> = lines.map(time).collect::<Option<_>>()?;
    times.reverse();
    let [latency, bandwidth] = [latency, bandwidth].map(|number| number.parse::<f64>().ok());
    Some(Run { times, latency: latency? * 1e-6, bandwidth: bandwidth? * 1e9 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_the_program_prints_is_read() {
        let run = read("        1 B        0.50 µs\n  4194304 B      400.00 µs\nα 0.60 µs, β 10.50 GB/s\n").unwrap();
        let close = |got: f64, want: f64| (got / want - 1.0).abs() < 1e-12;
        assert!(run.times.len() == 2 && run.times[0].0 == 1 && run.times[1].0 == 4_194_304, "{run:?}");
        assert!(close(run.times[0].1, 0.5e-6) && close(run.times[1].1, 4e-4), "{run:?}");
        assert!(close(run.latency, 0.6e-6) && close(run.bandwidth, 10.5e9), "{run:?}");
        assert_eq!(read("1 B  0.50 µs\nmpirun: no slots\nα 0.60 µs, β 10.50 GB/s\n"), None);
        assert_eq!(read(""), None);
    }
}
