//! Variants of one kernel run in turns, in an order drawn anew for every round, so that a machine that warms up,
//! throttles or is busy with something else treats all of them alike.

use crate::stats::{Estimate, Rounds};
use lineup::{Info, Kernel, Load, Problem, Work};
use rand::{SeedableRng, seq::SliceRandom};
use rand_pcg::Pcg64Mcg;
use record::{Call, Entry, Machine, Race};
use std::{
    fmt,
    time::{Duration, Instant},
};
use variant::Workers;

/// Of a speedup whose interval is wider than this part of it only the nearer end is told: at least so much.
pub const WIDEST: f64 = 0.2;

/// A speedup whose interval holds 1 and is no wider than this is called: as fast as the other.
pub const LEVEL: f64 = 0.05;

/// Rounds that everyone takes part in, however slow: with five, the interval is the range from fastest to slowest.
const FEWEST: usize = 5;

/// A run that takes longer than this, in seconds, isn't repeated just to find out how long it takes once it is warm.
const LONG: f64 = 1.0;

/// A run that takes less than this, in seconds, follows an untimed one of the same variant: `benches/README.md` has the
/// measurement that it is chosen by.
const SHORT: f64 = 0.05;

/// What to race.
pub struct Plan {
    /// The problem.
    pub kernel: &'static Kernel,
    /// Its size, > 0.
    pub size: usize,
    /// Names of the variants wanted, all of them the kernel's; empty for all.
    pub variants: Vec<String>,
    /// The variant that the others are measured against, and their answers compared with. It always runs. None for
    /// `serial`; where it is another, `serial` runs only if it stands among `variants`.
    pub against: Option<String>,
    /// Worker counts for the variants that scale.
    pub workers: Vec<Workers>,
    /// Rounds.
    pub samples: usize,
    /// How long one runner may run in all. A slow one sits out every second round, or three of four, and so on.
    pub budget: Duration,
    /// Whether short runs, too, come straight after another variant's, and find the other cores idle.
    pub cold: bool,
}

/// Why there is no race.
#[derive(Debug)]
pub enum Failed {
    /// A variant answered wrongly: its time would mean nothing.
    Wrong {
        /// The variant.
        variant: &'static str,
        /// With how many workers.
        workers: Workers,
        /// Where its answer differs from the right one.
        difference: String,
    },
    /// What the others were to be measured against can't run on this machine.
    Unavailable {
        /// The variant.
        variant: &'static str,
        /// What it lacks.
        reason: String,
    },
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failed::Wrong { variant, workers, difference } => {
                write!(f, "{variant}/{workers} gives a wrong answer, so its time means nothing: {difference}")
            }
            Failed::Unavailable { variant, reason } => {
                write!(f, "{variant}, which the others are to be measured against, can't run here: {reason}")
            }
        }
    }
}

/// What a race is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// It runs this variant for the first time, checks its answer, and finds out how long it takes.
    WarmUp(&'static str, Workers),
    /// Everyone is warm; the rounds that are timed will take about so long.
    Ready(Duration),
    /// In this round, the first being 1, it times this variant.
    Round(usize, &'static str, Workers),
    /// It has just timed this variant: so many seconds.
    Timed(&'static str, Workers, f64),
    /// The rounds are over, and it checks the answers once more.
    Check,
}

/// Runs the race; `tell` is told each step before it begins, and each time.
///
/// # Errors
/// When a variant's answer is wrong, or what the others are measured against can't run here.
pub fn run(plan: &Plan, machine: Machine, mut tell: impl FnMut(Step)) -> Result<Race, Failed> {
    let mut problem = plan.kernel.prepare(plan.size, Load::Usual);
    let mut runners = line_up(plan, plan.kernel.variants());
    let mut rest = 0.0;
    for (i, runner) in runners.iter_mut().enumerate() {
        tell(Step::WarmUp(runner.info.name, runner.workers));
        if let Some(seconds) = runner.warm_up(problem.as_mut(), plan, i == 0)? {
            rest += turn(plan, seconds) * plan.samples.div_ceil(runner.every) as f64 + seconds;
        }
    }
    tell(Step::Ready(Duration::from_secs_f64(rest)));
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let mut rounds = Vec::new();
    for round in 0..plan.samples {
        let mut times = vec![None; runners.len()];
        let mut order: Vec<_> = (0..runners.len()).collect();
        order.shuffle(&mut rng);
        for i in order {
            if round % runners[i].every == 0 {
                tell(Step::Round(round + 1, runners[i].info.name, runners[i].workers));
                if runners[i].untimed {
                    runners[i].time(problem.as_mut());
                }
                times[i] = runners[i].time(problem.as_mut());
                if let Some(seconds) = times[i] {
                    runners[i].keep();
                    tell(Step::Timed(runners[i].info.name, runners[i].workers, seconds));
                }
            }
        }
        rounds.push(times);
    }
    tell(Step::Check);
    for runner in &mut runners {
        runner.check(problem.as_mut())?;
    }
    let counts: Vec<_> = (0..runners.len()).map(|i| rounds.iter().filter(|times| times[i].is_some()).count()).collect();
    let estimates = Rounds(rounds).estimates();
    let variants = runners.into_iter().zip(counts).zip(estimates).enumerate();
    let variants = variants.map(|(i, ((runner, n), estimates))| runner.entry(n, estimates, i == 0)).collect();
    // A picture of one column may have no pixels, and nothing has no intensity.
    let work = plan.kernel.work.map(|work| work(plan.size)).filter(|work| work.operations > 0.0);
    let work = work.map(|Work { operations, bytes, bits }| record::Work { operations, bytes, bits });
    let against = plan.against.clone().unwrap_or_else(|| "serial".into());
    let race =
        Race { kernel: plan.kernel.name.into(), size: plan.size, against, cold: plan.cold, work, machine, variants };
    // Efficiencies follow from the baselines.
    Ok(race.told(|_| None))
}

/// A variant with a number of workers.
pub(crate) struct Runner {
    v: usize,
    pub(crate) info: Info,
    pub(crate) workers: Workers,
    /// Takes part in every so-manieth round, a power of two so that any two runners meet often.
    every: usize,
    /// Whether a run whose time is thrown away comes before each that counts.
    untimed: bool,
    /// What it took each time to start other programs, seconds, where it does.
    starts: Vec<f64>,
    /// What a device computed in each timed run, seconds, where one does.
    kernels: Vec<f64>,
    /// The same in the last run, timed or not.
    kernel: Option<f64>,
    /// What the last run took in all, seconds: work, start, and whatever else nobody asks for.
    whole: f64,
    unavailable: Option<String>,
}

/// What the others are measured against first, then the wanted variants in the kernel's order, those that scale once
/// per worker count.
pub(crate) fn line_up(plan: &Plan, infos: Vec<Info>) -> Vec<Runner> {
    let against = plan.against.as_deref().unwrap_or("serial");
    let named = |info: &Info| plan.variants.iter().any(|name| name == info.name);
    // `serial` is the one that may take minutes: who measures against another has to ask for it.
    let wanted = |v: usize, info: &Info| named(info) || plan.variants.is_empty() && v != 0;
    let mut infos: Vec<_> = infos.into_iter().enumerate().filter(|(v, i)| i.name == against || wanted(*v, i)).collect();
    infos.sort_by_key(|(_, info)| info.name != against);
    let mut runners = Vec::new();
    for (v, info) in infos {
        let workers = if info.scales() { &plan.workers[..] } else { &[Workers::ONE] };
        let each = workers.iter().map(|&workers| Runner {
            v,
            info,
            workers,
            every: 1,
            untimed: false,
            starts: Vec::new(),
            kernels: Vec::new(),
            kernel: None,
            whole: 0.0,
            unavailable: None,
        });
        runners.extend(each);
    }
    runners
}

/// Whether a run of `seconds` comes after one that isn't timed.
fn untimed(plan: &Plan, seconds: f64) -> bool {
    !plan.cold && seconds < SHORT
}

/// What a round costs a runner that needs `seconds` for a run.
pub(crate) fn turn(plan: &Plan, seconds: f64) -> f64 {
    if untimed(plan, seconds) { 2.0 * seconds } else { seconds }
}

/// In every how-manieth round a runner takes part that needs `seconds` for a run.
pub(crate) fn every(plan: &Plan, seconds: f64) -> usize {
    every_so(plan, turn(plan, seconds))
}

/// The same where a round costs so many seconds.
fn every_so(plan: &Plan, seconds: f64) -> usize {
    let rounds = (plan.budget.as_secs_f64() / seconds) as usize;
    let rounds = rounds.clamp(FEWEST.min(plan.samples), plan.samples).max(1);
    // The largest power of two that still leaves so many rounds.
    1 << (plan.samples / rounds).max(1).ilog2()
}

impl Runner {
    /// Starts whatever the variant keeps warm, checks its answer, or takes it for the right one if it is the `first`,
    /// and finds out how long it takes, in seconds.
    pub(crate) fn warm_up(
        &mut self,
        problem: &mut dyn Problem,
        plan: &Plan,
        first: bool,
    ) -> Result<Option<f64>, Failed> {
        problem.spoil();
        let cold = self.time(problem);
        if let Some(reason) = self.unavailable.clone().filter(|_| first) {
            return Err(Failed::Unavailable { variant: self.info.name, reason });
        }
        let Some(cold) = cold else { return Ok(None) };
        if first {
            problem.trust(self.v);
        } else {
            self.compare(problem)?;
        }
        let Some(seconds) = (if cold > LONG { Some(cold) } else { self.time(problem) }) else { return Ok(None) };
        if self.info.launched {
            // Its programs have just been started, and ran once before the time began. They take longer to start than
            // to run.
            self.every = every_so(plan, self.whole);
            return Ok(Some(self.whole));
        }
        self.every = every(plan, seconds);
        self.untimed = untimed(plan, seconds);
        Ok(Some(seconds))
    }

    /// Runs once over a spoilt answer and compares the result with the right one.
    fn check(&mut self, problem: &mut dyn Problem) -> Result<(), Failed> {
        problem.spoil();
        if self.time(problem).is_none() {
            return Ok(());
        }
        self.compare(problem)
    }

    fn compare(&self, problem: &mut dyn Problem) -> Result<(), Failed> {
        let wrong = |difference| Failed::Wrong { variant: self.info.name, workers: self.workers, difference };
        problem.check(self.v).map_err(wrong)
    }

    /// Seconds for one run; `None` once the variant has turned out to be unavailable.
    pub(crate) fn time(&mut self, problem: &mut dyn Problem) -> Option<f64> {
        if self.unavailable.is_some() {
            return None;
        }
        let start = Instant::now();
        let outcome = problem.run(self.v, self.workers);
        self.whole = start.elapsed().as_secs_f64();
        match outcome {
            Ok(took) => {
                self.starts.extend(took.start.map(|start| start.as_secs_f64()));
                self.kernel = took.kernel.map(|kernel| kernel.as_secs_f64());
                Some(took.work.as_secs_f64())
            }
            Err(reason) => {
                self.unavailable = Some(reason.to_string());
                None
            }
        }
    }

    /// Keeps what the device computed in the last run, which was timed: the median is of the same runs as the time's.
    fn keep(&mut self) {
        self.kernels.extend(self.kernel);
    }

    /// Whether its workers are programs that are started for each run.
    #[cfg(feature = "trace")]
    pub(crate) fn launched(&self) -> bool {
        self.info.launched
    }

    /// The variant's name, its way of working and how many workers it is given.
    #[cfg(feature = "trace")]
    pub(crate) fn who(&self) -> (String, variant::Way, usize) {
        (self.info.name.into(), self.info.way, self.workers.get())
    }

    /// What came of it: `first` is what the others are measured against.
    fn entry(self, samples: usize, estimates: Option<(Estimate, Estimate)>, first: bool) -> Entry {
        // A variant that was lost half-way has times, but they end where something went wrong.
        let estimates = estimates.filter(|_| self.unavailable.is_none());
        let (time, ratio) = estimates.unzip();
        // One run says nothing about how the next would go.
        let (spread, spreads) = if samples > 1 { (time, ratio) } else { (None, None) };
        let call = spreads.map(|ratio| if first { Call::About } else { call(ratio) });
        Entry {
            name: self.info.name.into(),
            way: Some(self.info.way.name().into()),
            baseline: self.info.baseline.map(str::to_owned),
            workers: self.workers.get(),
            samples: if estimates.is_some() { samples } else { 0 },
            median_s: time.map(|time| time.value),
            low_s: spread.map(|time| time.low),
            high_s: spread.map(|time| time.high),
            speedup: ratio.map(|ratio| ratio.value),
            speedup_low: spreads.map(|ratio| ratio.low),
            speedup_high: spreads.map(|ratio| ratio.high),
            // Known once its baseline is: see `Race::told`.
            efficiency: None,
            noisy: !first && ratio.is_some() && call.is_none_or(|call| call == Call::Open),
            call,
            start_s: estimates.and_then(|_| median(self.starts)),
            kernel_s: estimates.and_then(|_| median(self.kernels)),
            unavailable: self.unavailable,
        }
    }
}

/// The middle one, or the later of the two in the middle.
fn median(mut seconds: Vec<f64>) -> Option<f64> {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied()
}

/// What can be said of a speedup: nothing, where its interval holds 1 and isn't narrow enough to say that the two are
/// level; and where it is wide, only that it is at least, or at most, its nearer end.
pub fn call(ratio: Estimate) -> Call {
    let width = (ratio.high - ratio.low) / ratio.value;
    if ratio.low > 1.0 {
        if width > WIDEST { Call::AtLeast } else { Call::About }
    } else if ratio.high < 1.0 {
        if width > WIDEST { Call::AtMost } else { Call::About }
    } else if width > LEVEL {
        Call::Open
    } else {
        Call::About
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(low: f64, value: f64, high: f64) -> Estimate {
        Estimate { value, low, high }
    }

    fn plan(variants: &[&str], against: Option<&str>) -> Plan {
        Plan {
            kernel: lineup::kernel("shortcut").unwrap(),
            size: 8,
            variants: variants.iter().map(|name| name.to_string()).collect(),
            against: against.map(String::from),
            workers: vec![Workers::ONE, Workers::new(2).unwrap()],
            samples: 1,
            budget: Duration::from_secs(1),
            cold: false,
        }
    }

    #[test]
    fn only_what_may_be_faster_or_slower_is_not_called() {
        assert_eq!(call(ratio(0.9, 1.0, 1.1)), Call::Open);
        assert_eq!(call(ratio(0.5, 1.5, 2.5)), Call::Open);
        assert_eq!(call(ratio(28.8, 32.0, 36.7)), Call::AtLeast, "faster, but by how much?");
        assert_eq!(call(ratio(0.02, 0.03, 0.04)), Call::AtMost);
        assert_eq!(call(ratio(1.9, 2.0, 2.1)), Call::About);
        assert_eq!(call(ratio(0.99, 1.0, 1.01)), Call::About, "level with the other, and that is a result");
    }

    #[test]
    fn one_round_has_a_time_and_nothing_is_called() {
        let mut steps = Vec::new();
        let race = run(&plan(&["linear"], None), record::describe("test", "none"), |step| steps.push(step)).unwrap();
        assert_eq!(race.variants.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["serial", "linear"]);
        for entry in &race.variants {
            assert!(entry.median_s.is_some() && entry.samples == 1, "{entry:?}");
            assert_eq!((entry.low_s, entry.speedup_low, entry.call), (None, None, None), "{entry:?}");
        }
        assert!(race.variants[1].noisy && !race.variants[0].noisy);
        // Every step is told before it begins.
        assert_eq!(steps[..2], [Step::WarmUp("serial", Workers::ONE), Step::WarmUp("linear", Workers::ONE)]);
        assert!(matches!(steps[2], Step::Ready(_)) && matches!(steps[3], Step::Round(1, ..)), "{steps:?}");
        assert_eq!(steps.last(), Some(&Step::Check));
    }

    #[test]
    fn only_short_runs_of_a_warm_race_follow_an_untimed_one() {
        let warm = plan(&[], None);
        let cold = Plan { cold: true, ..plan(&[], None) };
        assert_eq!([SHORT / 2.0, SHORT].map(|seconds| untimed(&warm, seconds)), [true, false]);
        assert!(!untimed(&cold, SHORT / 2.0));
        assert_eq!((turn(&warm, 0.01), turn(&cold, 0.01), turn(&warm, 1.0)), (0.02, 0.01, 1.0));
    }

    #[test]
    fn serial_stays_at_home_where_another_is_the_measure() {
        let names = |plan: &Plan| {
            let infos = plan.kernel.variants();
            line_up(plan, infos).iter().map(|r| format!("{}/{}", r.info.name, r.workers)).collect::<Vec<_>>()
        };
        assert_eq!(names(&plan(&["simd_threads"], Some("simd"))), ["simd/1", "simd_threads/1", "simd_threads/2"]);
        assert_eq!(names(&plan(&["serial"], Some("simd"))), ["simd/1", "serial/1"], "unless it is asked for");
        let all = names(&plan(&[], Some("ilp")));
        assert!(all[0] == "ilp/1" && !all.contains(&"serial/1".into()) && all.contains(&"linear/1".into()), "{all:?}");
        let race = run(&plan(&["simd_threads"], Some("simd")), record::describe("test", "none"), |_| ()).unwrap();
        assert_eq!((race.against.as_str(), race.variants[0].speedup), ("simd", Some(1.0)));
    }
}
