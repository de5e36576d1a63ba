//! `lab check`: builds and runs checks, and remembers what they said.

use super::{
    child::{finish_silent, program, start},
    real_ranks, sanitize,
};
use crate::{
    check::{self, Options, Report},
    checkout::Checkout,
    cli::{self, Format},
    commands::next::next,
    exercise::{Exercise, exercises, find, fingerprint},
    interrupt,
    outcome::{Outcome, WrongUsage},
    progress::{Progress, State},
    say,
    style::{FAINT, GOOD, paint},
    watch,
};
use anyhow::{Context, Result};
use std::{path::PathBuf, sync::mpsc, time::Duration};

/// Runs checks: of one exercise, of all, or of one again and again.
pub fn run(checkout: &Checkout, args: &cli::Check) -> Result<Outcome> {
    let options =
        Options { coloured: args.format == Format::Text && Options::new(0).coloured, ..Options::new(args.limit) };
    // A check's processes are in a group of their own, which Ctrl-C doesn't reach: they are ended from here.
    interrupt::listen(|| {})?;
    if args.all {
        return all(checkout, args.format, options);
    }
    let exercise = match &args.name {
        Some(name) => find(checkout, name)?,
        None => match next(checkout, None)? {
            Some((exercise, _)) => exercise,
            None => {
                say!("{} every exercise that this machine can run", paint(GOOD, "✓ solved:"));
                return Ok(Outcome::Done);
            }
        },
    };
    if args.watch {
        return again_and_again(checkout, &exercise, args, options);
    }
    let beside = Beside::asked(args);
    if let Some(beside) = beside.filter(|beside| !beside.judge(&exercise).is_file()) {
        let judged = exercises(checkout)?.into_iter().filter(|exercise| beside.judge(exercise).is_file());
        let names: Vec<_> = judged.map(|exercise| exercise.slug).collect();
        let slug = &exercise.slug;
        let message = match beside {
            Beside::Speed => format!("the speed of {slug} isn't judged; that of these is: {}", names.join(", ")),
            Beside::Count => format!("nothing in {slug} is counted; these give points: {}", names.join(", ")),
        };
        return Err(WrongUsage(message).into());
    }
    let ranks = if args.ranks { Some(real_ranks::Ranks::of(checkout, &exercise)?) } else { None };
    let watcher = if args.sanitize { Some(sanitize::Watcher::of(checkout, &exercise)?) } else { None };
    if let Some(beside) = beside {
        exercise.solution().context(match beside {
            Beside::Speed => "speed is judged beside the reference answer",
            Beside::Count => "points are given beside the reference answer",
        })?;
    }
    match one(checkout, &exercise, args.format, options)? {
        Outcome::Done => match (beside, watcher, ranks) {
            (Some(beside), ..) => beside.run(checkout, &exercise, args.format),
            (_, Some(watcher), _) => watcher.watch(args.format, options),
            (_, _, Some(ranks)) => ranks.run(args.format, options),
            _ => Ok(Outcome::Done),
        },
        outcome => Ok(outcome),
    }
}

/// What an answer that passes is compared with the reference by. Not every exercise has such a judge.
#[derive(Clone, Copy)]
enum Beside {
    /// Both are timed in turns.
    Speed,
    /// What both do is counted.
    Count,
}

impl Beside {
    /// The one that was asked for.
    fn asked(args: &cli::Check) -> Option<Self> {
        match (args.speed, args.count) {
            (true, _) => Some(Self::Speed),
            (_, true) => Some(Self::Count),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Count => "count",
        }
    }

    /// The source of an exercise's judge.
    fn judge(self, exercise: &Exercise) -> PathBuf {
        exercise.dir.join("benches").join(self.name()).with_extension("rs")
    }

    fn run(self, checkout: &Checkout, exercise: &Exercise, format: Format) -> Result<Outcome> {
        let (heading, doing) = match self {
            Self::Speed => ("Its speed, in turns with the reference answer:", "timing both"),
            Self::Count => ("Counted, beside the reference answer:", "counting both"),
        };
        if format == Format::Text {
            say!("\n{heading}");
        }
        let bench = ["bench", "--no-run", "-p", &exercise.slug, "--bench", self.name()];
        let judge = program(checkout, &bench, "both answers, optimised")?;
        let mut judge = start(&judge, &exercise.dir);
        judge.arg("--bench");
        if format == Format::Json {
            judge.arg("--format=json");
        }
        finish_silent(judge, doing)
    }
}

/// Checks one exercise, whatever is remembered about it: who asks by name wants to see it run.
fn one(checkout: &Checkout, exercise: &Exercise, format: Format, options: Options) -> Result<Outcome> {
    let report = check::check(checkout, exercise, options)?;
    show(checkout, exercise, &report, format)?;
    Ok(Outcome::done_if(report.verdict.passed()))
}

/// Checks every exercise; those that passed and haven't changed since are taken as they are.
fn all(checkout: &Checkout, format: Format, options: Options) -> Result<Outcome> {
    let exercises = exercises(checkout)?;
    let mut passed = 0;
    for exercise in &exercises {
        if Progress::of(checkout).state(&exercise.slug, &fingerprint(checkout, exercise)?) == State::Passed {
            passed += 1;
            match format {
                Format::Text => {
                    say!("{} {} {}\n", paint(GOOD, "✓ passed"), exercise.slug, paint(FAINT, "(not changed since)"))
                }
                Format::Json => say!(
                    "{}",
                    serde_json::json!({"exercise": exercise.slug, "title": exercise.about.title, "status": "passed", "unchanged": true})
                ),
            }
            continue;
        }
        let report = check::check(checkout, exercise, options)?;
        passed += usize::from(report.verdict.passed());
        show(checkout, exercise, &report, format)?;
        if format == Format::Text {
            say!();
        }
    }
    if format == Format::Text {
        say!("{passed} of {} passed", exercises.len());
    }
    Ok(Outcome::done_if(passed == exercises.len()))
}

/// Checks `exercise` now and after every change to its files, until Ctrl-C.
fn again_and_again(checkout: &Checkout, exercise: &Exercise, args: &cli::Check, options: Options) -> Result<Outcome> {
    let format = args.format;
    let (sender, changes) = mpsc::channel();
    let folders = [exercise.dir.join("src"), exercise.dir.join("tests")];
    let watcher = watch::watch(&folders, &[], args.poll, move |_| {
        let _ = sender.send(());
    });
    if let Some(why) = &watcher.looks {
        anstream::eprintln!("{}", paint(FAINT, why));
    }
    loop {
        // What goes wrong outside the exercise may be put right while we watch.
        match one(checkout, exercise, format, options) {
            Err(_) if interrupt::asked() => return Ok(Outcome::Done),
            Err(error) => drop(crate::outcome::report(&error)),
            Ok(_) => {}
        }
        if format == Format::Text {
            say!("\n{}\n", paint(FAINT, "Waiting for a change. Ctrl-C ends."));
        }
        while changes.recv_timeout(Duration::from_millis(100)).is_err() {
            if interrupt::asked() {
                return Ok(Outcome::Done);
            }
        }
        // Several changes at once are one.
        while changes.try_recv().is_ok() {}
    }
}

fn show(checkout: &Checkout, exercise: &Exercise, report: &Report, format: Format) -> Result<()> {
    match format {
        Format::Json => say!("{}", serde_json::to_string(report)?),
        Format::Text => {
            let next = next(checkout, Some(&exercise.slug))?;
            check::print(checkout, exercise, report, next.as_ref().map(|(exercise, _)| exercise.slug.as_str()));
        }
    }
    report.warn_of_unsaved();
    Ok(())
}
