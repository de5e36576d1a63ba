//! Variants of one kernel run in turns, in an order drawn anew for every round, so that a machine that warms up,
//! throttles or is busy with something else treats all of them alike.

use crate::stats::{Estimate, Rounds};
use lineup::{Info, Kernel, Load, Problem, Work};
use rand::{SeedableRng, seq::SliceRandom};
use rand_pcg::Pcg64Mcg;
use record::{Entry, Machine, Race};
use std::time::{Duration, Instant};
use variant::Workers;

/// A speedup whose interval is wider than this part of it is not called.
pub const WIDEST: f64 = 0.2;

/// A speedup whose interval holds 1 and is no wider than this is called: as fast as serial.
pub const LEVEL: f64 = 0.05;

/// Rounds that everyone takes part in, however slow: with five, the interval is the range from fastest to slowest.
const FEWEST: usize = 5;

/// What to race.
pub struct Plan {
    /// The problem.
    pub kernel: &'static Kernel,
    /// Its size, > 0.
    pub size: usize,
    /// Names of the variants wanted, all of them the kernel's; empty for all. `serial` always runs: it is what the
    /// others are measured against.
    pub variants: Vec<String>,
    /// Worker counts for the variants that scale.
    pub workers: Vec<Workers>,
    /// Rounds.
    pub samples: usize,
    /// How long one runner may run in all. A slow one sits out every second round, or three of four, and so on.
    pub budget: Duration,
}

/// A variant that answered wrongly: its time would mean nothing.
#[derive(Debug)]
pub struct Wrong {
    /// The variant.
    pub variant: &'static str,
    /// With how many workers.
    pub workers: Workers,
    /// Where its answer differs from that of `serial`.
    pub difference: String,
}

/// Runs the race; `progress` is told how many of how many rounds are done.
///
/// # Errors
/// When a variant's answer differs from that of `serial`.
pub fn run(plan: &Plan, machine: Machine, mut progress: impl FnMut(usize, usize)) -> Result<Race, Wrong> {
    let mut problem = (plan.kernel.prepare)(plan.size, Load::Usual);
    let mut runners = line_up(plan, problem.variants());
    for runner in &mut runners {
        runner.warm_up(problem.as_mut(), plan)?;
    }
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let mut rounds = Vec::new();
    for round in 0..plan.samples {
        progress(round, plan.samples);
        let mut times = vec![None; runners.len()];
        let mut order: Vec<_> = (0..runners.len()).collect();
        order.shuffle(&mut rng);
        for i in order {
            if round % runners[i].every == 0 {
                times[i] = runners[i].time(problem.as_mut());
            }
        }
        rounds.push(times);
    }
    progress(plan.samples, plan.samples);
    for runner in &mut runners {
        runner.check(problem.as_mut())?;
    }
    let counts: Vec<_> = (0..runners.len()).map(|i| rounds.iter().filter(|times| times[i].is_some()).count()).collect();
    let estimates = Rounds(rounds).estimates();
    let variants = runners.into_iter().zip(counts).zip(estimates).map(|((r, n), e)| r.entry(n, e)).collect();
    // A picture of one column may have no pixels, and nothing has no intensity.
    let work = plan.kernel.work.map(|work| work(plan.size)).filter(|work| work.operations > 0.0);
    let work = work.map(|Work { operations, bytes, bits }| record::Work { operations, bytes, bits });
    let race = Race { kernel: plan.kernel.name.into(), size: plan.size, work, machine, variants };
    Ok(race.told(|_| None))
}

/// A variant with a number of workers.
pub(crate) struct Runner {
    v: usize,
    info: Info,
    workers: Workers,
    /// Takes part in every so-manieth round, a power of two so that any two runners meet often.
    every: usize,
    unavailable: Option<String>,
}

/// `serial` first, then the wanted variants in the kernel's order, those that scale once per worker count.
pub(crate) fn line_up(plan: &Plan, infos: Vec<Info>) -> Vec<Runner> {
    let wanted = |info: &Info| plan.variants.is_empty() || plan.variants.iter().any(|name| name == info.name);
    let mut runners = Vec::new();
    for (v, info) in infos.into_iter().enumerate().filter(|(v, info)| *v == 0 || wanted(info)) {
        let workers = if info.scales() { &plan.workers[..] } else { &[Workers::ONE] };
        let each = workers.iter().map(|&workers| Runner { v, info, workers, every: 1, unavailable: None });
        runners.extend(each);
    }
    runners
}

impl Runner {
    /// Starts whatever the variant keeps warm, checks its answer, and finds out how long it takes.
    fn warm_up(&mut self, problem: &mut dyn Problem, plan: &Plan) -> Result<(), Wrong> {
        self.check(problem)?;
        let Some(seconds) = self.time(problem) else { return Ok(()) };
        let rounds = (plan.budget.as_secs_f64() / seconds) as usize;
        let rounds = rounds.clamp(FEWEST.min(plan.samples), plan.samples).max(1);
        // The largest power of two that still leaves so many rounds.
        self.every = 1 << (plan.samples / rounds).max(1).ilog2();
        Ok(())
    }

    /// Runs once over a spoilt answer and compares the result with that of `serial`.
    pub(crate) fn check(&mut self, problem: &mut dyn Problem) -> Result<(), Wrong> {
        problem.spoil();
        if self.time(problem).is_none() {
            return Ok(());
        }
        let wrong = |difference| Wrong { variant: self.info.name, workers: self.workers, difference };
        problem.check(self.v).map_err(wrong)
    }

    /// Seconds for one run; `None` once the variant has turned out to be unavailable.
    pub(crate) fn time(&mut self, problem: &mut dyn Problem) -> Option<f64> {
        if self.unavailable.is_some() {
            return None;
        }
        let start = Instant::now();
        let outcome = problem.run(self.v, self.workers);
        let seconds = start.elapsed().as_secs_f64();
        self.unavailable = outcome.err().map(|reason| reason.to_string());
        self.unavailable.is_none().then_some(seconds)
    }

    /// The variant's name, its way of working and how many workers it is given.
    #[cfg(feature = "trace")]
    pub(crate) fn who(&self) -> (String, variant::Way, usize) {
        (self.info.name.into(), self.info.way, self.workers.get())
    }

    fn entry(self, samples: usize, estimates: Option<(Estimate, Estimate)>) -> Entry {
        // A variant that was lost half-way has times, but they end where something went wrong.
        let estimates = estimates.filter(|_| self.unavailable.is_none());
        let (time, ratio) = estimates.unzip();
        Entry {
            name: self.info.name.into(),
            way: Some(self.info.way.name().into()),
            baseline: self.info.baseline.map(str::to_owned),
            workers: self.workers.get(),
            samples: if estimates.is_some() { samples } else { 0 },
            median_s: time.map(|time| time.value),
            low_s: time.map(|time| time.low),
            high_s: time.map(|time| time.high),
            speedup: ratio.map(|ratio| ratio.value),
            speedup_low: ratio.map(|ratio| ratio.low),
            speedup_high: ratio.map(|ratio| ratio.high),
            // Known once its baseline is: see `Race::told`.
            efficiency: None,
            noisy: self.v != 0 && ratio.is_some_and(noisy),
            unavailable: self.unavailable,
        }
    }
}

/// Whether a speedup can't be called: its interval is too wide, or leaves open which of the two is faster without
/// being narrow enough to say that they are level.
pub fn noisy(ratio: Estimate) -> bool {
    let width = (ratio.high - ratio.low) / ratio.value;
    let open = ratio.low <= 1.0 && 1.0 <= ratio.high;
    width > WIDEST || (open && width > LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(low: f64, value: f64, high: f64) -> Estimate {
        Estimate { value, low, high }
    }

    #[test]
    fn wide_or_undecided_is_not_called() {
        assert!(noisy(ratio(0.9, 1.0, 1.1)), "it may be faster or slower");
        assert!(noisy(ratio(1.5, 2.0, 2.5)), "faster, but by how much?");
        assert!(!noisy(ratio(1.9, 2.0, 2.1)));
        assert!(!noisy(ratio(0.99, 1.0, 1.01)), "level with serial, and that is a result");
    }
}
