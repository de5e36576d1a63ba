//! Two answers to one exercise, timed in turns: how long does the learner's take beside the reference?
//!
//! Speed is judged apart from the check, which never depends on time. What is judged is a ratio of two medians, taken
//! in turns in one program, with its interval; and where the interval doesn't settle the matter, the verdict is that it
//! is too noisy to call.

pub mod stats;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::json;
use stats::{Estimate, Rounds};
use std::{
    env, iter,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Full marks for an answer that takes at most so many times as long as the reference.
pub const LIMIT: f64 = 1.2;

/// Each of the two runs so often; the interval of a median needs some thirty.
const ROUNDS: usize = 31;

/// What all of it should take, calibration apart.
const BUDGET: Duration = Duration::from_secs(6);

/// What came of timing two answers in turns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Surely within [`LIMIT`] of the reference, or faster than it.
    Within,
    /// Surely slower than that.
    Slower,
    /// The interval holds [`LIMIT`].
    Noisy,
}

/// Judges `yours` beside `reference`, prints what came of it, and says how the program should end: 0 within 20 % of the
/// reference, 1 slower or too noisy to call.
///
/// `work` says what is run, in words that finish "One run: …". Call this from the `main` of an exercise's
/// `benches/speed.rs`, which `cargo lab check SLUG --speed` and `cargo bench -p SLUG` start.
pub fn judge<A, B>(work: &str, mut yours: impl FnMut() -> A, mut reference: impl FnMut() -> B) -> ExitCode {
    judge_runners(work, None, &mut [&mut || drop(yours()), &mut || drop(reference())])
}

/// As [`judge`], for work that `workers` share. Both are given the number of workers; yours is also run with one, so
/// that it can be said whether the others help.
pub fn judge_scaling<A, B>(
    work: &str,
    workers: usize,
    yours: impl Fn(usize) -> A,
    reference: impl Fn(usize) -> B,
) -> ExitCode {
    let many = &mut || drop(yours(workers));
    judge_runners(work, Some(workers), &mut [many, &mut || drop(reference(workers)), &mut || drop(yours(1))])
}

/// `runners` are the learner's answer, the reference, and, where there are `workers`, the learner's with one of them.
fn judge_runners(work: &str, workers: Option<usize>, runners: &mut [&mut dyn FnMut()]) -> ExitCode {
    // `cargo test --all-targets` starts this too, to see whether it runs; only `cargo bench` asks for a verdict.
    if !env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let estimates = Rounds(in_turns(runners, ROUNDS, BUDGET)).estimates();
    let [yours, reference] = [0, 1].map(|i| estimates[i].expect("it ran in every round"));
    let (time, longer) = (yours.0, reference.1);
    let gain = workers.zip(estimates.get(2)).map(|(workers, one)| (workers, inverse(one.expect("as above").1)));
    let verdict = verdict(longer);
    if env::args().any(|argument| argument == "--format=json") {
        println!("{}", in_json(work, time, reference.0, longer, gain, verdict));
    } else {
        print!("{}", in_words(work, time, reference.0, longer, gain, verdict));
    }
    ExitCode::from(u8::from(verdict != Verdict::Within))
}

/// Seconds a run took, `times[round][runner]`: every runner in every round, in an order drawn anew, so that whatever
/// slows the machine slows all alike. A quick one is run several times over and the time divided.
fn in_turns(runners: &mut [&mut dyn FnMut()], rounds: usize, budget: Duration) -> Vec<Vec<Option<f64>>> {
    let share = budget.as_secs_f64() / (rounds * runners.len()) as f64;
    let repeats: Vec<_> = runners
        .iter_mut()
        .map(|run| {
            run(); // Warms caches and starts pools.
            let start = Instant::now();
            run();
            (share / start.elapsed().as_secs_f64().max(1e-9)).clamp(1.0, 1e6) as usize
        })
        .collect();
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    iter::repeat_with(|| {
        let mut times = vec![None; runners.len()];
        let first = rng.random_range(0..runners.len());
        for i in (first..runners.len()).chain(0..first) {
            let start = Instant::now();
            for _ in 0..repeats[i] {
                runners[i]();
            }
            times[i] = Some(start.elapsed().as_secs_f64() / repeats[i] as f64);
        }
        times
    })
    .take(rounds)
    .collect()
}

/// What the ratio of yours to the reference, both times, comes to.
fn verdict(longer: Estimate) -> Verdict {
    if longer.high <= LIMIT {
        Verdict::Within
    } else if longer.low > LIMIT {
        Verdict::Slower
    } else {
        Verdict::Noisy
    }
}

fn inverse(ratio: Estimate) -> Estimate {
    Estimate { value: 1.0 / ratio.value, low: 1.0 / ratio.high, high: 1.0 / ratio.low }
}

/// More workers that gain less than this are not worth having.
const HARDLY: f64 = 1.1;

fn in_words(
    work: &str,
    yours: Estimate,
    reference: Estimate,
    longer: Estimate,
    gain: Option<(usize, Estimate)>,
    verdict: Verdict,
) -> String {
    let ratio = |r: Estimate| format!("{:.2}× ({:.2}–{:.2})", r.value, r.low, r.high);
    let mut text = format!(
        "One run: {work}.\nYours takes {}, the reference {}: {} as long.\n",
        time(yours),
        time(reference),
        ratio(longer)
    );
    if let Some((workers, gain)) = gain {
        text += &format!("With {workers} workers yours is {} as fast as with one", ratio(gain));
        text += if gain.high < HARDLY { ": the others hardly help. Look for contention.\n" } else { ".\n" };
    }
    text += &match verdict {
        Verdict::Within => format!("✓ fast: at most {LIMIT}× the reference\n"),
        Verdict::Slower => format!("✗ slower than {LIMIT}× the reference\n"),
        Verdict::Noisy => {
            format!("? too noisy to call: the interval holds {LIMIT}. Close what else runs, and ask again.\n")
        }
    };
    text
}

fn in_json(
    work: &str,
    yours: Estimate,
    reference: Estimate,
    longer: Estimate,
    gain: Option<(usize, Estimate)>,
    verdict: Verdict,
) -> serde_json::Value {
    let estimate = |e: Estimate| json!({"median": e.value, "low": e.low, "high": e.high});
    json!({
        "work": work,
        "yours_s": estimate(yours),
        "reference_s": estimate(reference),
        "ratio": estimate(longer),
        "gain": gain.map(|(workers, gain)| json!({"workers": workers, "speedup": estimate(gain)})),
        "speed": match verdict {
            Verdict::Within => "within",
            Verdict::Slower => "slower",
            Verdict::Noisy => "noisy",
        },
    })
}

/// A time with its unit, three digits.
fn time(seconds: Estimate) -> String {
    let (factor, unit) = match seconds.value {
        s if s >= 1.0 => (1.0, "s"),
        s if s >= 1e-3 => (1e3, "ms"),
        s if s >= 1e-6 => (1e6, "µs"),
        _ => (1e9, "ns"),
    };
    let value = seconds.value * factor;
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn ratio(low: f64, value: f64, high: f64) -> Estimate {
        Estimate { value, low, high }
    }

    #[test]
    fn a_verdict_needs_the_whole_interval_on_one_side() {
        assert_eq!(verdict(ratio(0.4, 0.5, 0.6)), Verdict::Within, "faster than the reference is as good");
        assert_eq!(verdict(ratio(1.1, 1.15, 1.2)), Verdict::Within);
        assert_eq!(verdict(ratio(1.21, 1.3, 1.4)), Verdict::Slower);
        assert_eq!(verdict(ratio(1.1, 1.19, 1.3)), Verdict::Noisy);
    }

    #[test]
    fn what_is_said_has_both_times_the_ratio_and_what_to_look_for() {
        let (yours, theirs) = (ratio(2e-3, 2.1e-3, 2.2e-3), ratio(1e-3, 1e-3, 1e-3));
        let gain = Some((2, ratio(0.99, 1.02, 1.04)));
        let text = in_words("a sum", yours, theirs, ratio(2.0, 2.1, 2.2), gain, Verdict::Slower);
        for words in
            ["Yours takes 2.10 ms, the reference 1.00 ms: 2.10× (2.00–2.20)", "1.02×", "contention", "✗ slower"]
        {
            assert!(text.contains(words), "{words:?} is not in {text}");
        }
        let json = in_json("a sum", yours, theirs, ratio(2.0, 2.1, 2.2), gain, Verdict::Slower);
        assert_eq!((&json["speed"], &json["gain"]["workers"]), (&json!("slower"), &json!(2)));
    }

    /// Not a judgement of speed: one of the two sleeps fifty times as long, which no machine turns round.
    #[test]
    fn the_first_runner_is_the_one_that_is_judged() {
        let mut slow = || thread::sleep(Duration::from_millis(50));
        let mut quick = || thread::sleep(Duration::from_millis(1));
        let estimates = Rounds(in_turns(&mut [&mut slow, &mut quick], 5, Duration::from_millis(500))).estimates();
        let longer = estimates[1].unwrap().1;
        assert!(longer.low > 5.0, "{longer:?}");
    }
}
