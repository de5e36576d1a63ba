//! How long a race would take, guessed from small problems before anybody has to wait for a large one.

use crate::{
    Plan,
    run::{every, line_up, turn},
};
use lineup::Load;
use variant::{Way, Workers};

/// A run of this many seconds tells something; a problem that takes less is doubled.
const TELLING: f64 = 0.02;

/// The first size that is tried.
const SMALLEST: usize = 16;

/// Where the first runner takes less than this, in seconds, nobody waits long, and nobody else is tried.
const QUICK: f64 = 0.5;

/// How long the runners of a race would take.
#[derive(Debug)]
pub struct Forecast {
    /// One for each runner that is available, in the order of the race.
    pub guesses: Vec<Guess>,
    /// The time grows as this power of the size.
    pub exponent: f64,
}

/// How long one runner would take.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    /// The variant.
    pub variant: &'static str,
    /// Its way of working.
    pub way: Way,
    /// With how many workers.
    pub workers: Workers,
    /// One run, seconds.
    pub run: f64,
    /// All its runs in the race, seconds.
    pub share: f64,
}

impl Forecast {
    /// The runner that would take longest.
    pub fn slowest(&self) -> Option<&Guess> {
        self.guesses.iter().max_by(|a, b| a.share.total_cmp(&b.share))
    }

    /// Everyone's share together, seconds.
    pub fn total(&self) -> f64 {
        self.guesses.iter().map(|guess| guess.share).sum()
    }
}

/// Guesses how long `plan` would take, from runs at sizes that take a fiftieth of a second. `None` where it is quick:
/// the first runner, which is mostly the slowest, takes less than half a second a run.
pub fn forecast(plan: &Plan) -> Option<Forecast> {
    let (mut size, mut tried) = (SMALLEST, Vec::new());
    loop {
        if size >= plan.size {
            return None;
        }
        let mut problem = plan.kernel.prepare(size, Load::Usual);
        let mut runners = line_up(plan, plan.kernel.variants());
        // The first run starts what the variant keeps warm; of the others the shortest was disturbed least.
        let mut time = |i: usize| {
            runners[i].time(problem.as_mut())?;
            let mut shortest = f64::INFINITY;
            for _ in 0..3 {
                shortest = shortest.min(runners[i].time(problem.as_mut())?);
                if shortest > 10.0 * TELLING {
                    break;
                }
            }
            Some(shortest)
        };
        let first = time(0)?;
        if first < TELLING {
            tried.push((size, first));
            size *= 2;
            continue;
        }
        // Over several doublings, so that one disturbed time doesn't tell much.
        let exponent = tried.get(tried.len().saturating_sub(3)).map_or(1.0, |&(smaller, sooner): &(usize, f64)| {
            let exponent = (first / sooner).ln() / (size as f64 / smaller as f64).ln();
            exponent.clamp(0.5, 3.5)
        });
        let grown = (plan.size as f64 / size as f64).powf(exponent);
        if first * grown < QUICK && plan.against.is_none() {
            return None;
        }
        let count = line_up(plan, plan.kernel.variants()).len();
        let times: Vec<_> = (0..count).map(|i| if i == 0 { Some(first) } else { time(i) }).collect();
        let guess = |(runner, seconds): (&crate::run::Runner, f64)| {
            let run = seconds * grown;
            // Once to warm up and once to check, besides the rounds.
            let share = turn(plan, run) * plan.samples.div_ceil(every(plan, run)) as f64 + 2.0 * run;
            Guess { variant: runner.info.name, way: runner.info.way, workers: runner.workers, run, share }
        };
        let guesses = runners.iter().zip(times).filter_map(|(r, t)| Some(guess((r, t?)))).collect();
        return Some(Forecast { guesses, exponent });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn plan(size: usize) -> Plan {
        let kernel = lineup::kernel("shortcut").unwrap();
        let workers = vec![Workers::ONE];
        Plan {
            kernel,
            size,
            variants: vec!["linear".into()],
            against: None,
            workers,
            samples: 31,
            budget: Duration::from_secs(3),
            cold: false,
        }
    }

    /// No judgement of speed: this many operations, 2.7 × 10¹⁶, take any machine longer than an hour, and these few
    /// none longer than half a second.
    #[test]
    fn what_would_take_hours_is_foreseen_and_what_is_quick_is_let_go() {
        let forecast = forecast(&plan(300_000)).expect("a problem of 2.7e16 steps is not quick");
        let serial = forecast.slowest().unwrap();
        assert!(serial.run > 3600.0 && serial.share > 8.0 * serial.run, "{forecast:?}");
        assert!(forecast.guesses.len() == 2 && forecast.total() > serial.share, "{forecast:?}");
        assert!(super::forecast(&plan(16)).is_none());
    }
}
