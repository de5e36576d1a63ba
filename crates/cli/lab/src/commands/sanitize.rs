//! `lab check --sanitize`: ThreadSanitizer watches the check of an answer that passes. It sees the race that went well.

use crate::{
    check::Options,
    checkout::Checkout,
    cli::Format,
    exercise::{Exercise, Tsan, exercises},
    interrupt,
    outcome::{Interrupted, Outcome, WrongUsage},
    say,
    style::{BAD, GOOD, paint},
};
use anyhow::{Result, bail};
use judge::{
    End, Limits,
    build::{self, Built},
    run::{self, Ran},
    sanitizer::Sanitizer,
};
use meanwhile::Line;
use std::process::Command;

/// How many times longer a test may take that is watched.
const SLOWER: u32 = 10;

/// An exercise that can be watched here.
pub struct Watcher<'a> {
    checkout: &'a Checkout,
    exercise: &'a Exercise,
    cargo: Command,
    /// The tests that can't be watched.
    skip: &'a [String],
}

impl<'a> Watcher<'a> {
    /// Looks whether `exercise` can be watched, before anything runs.
    ///
    /// # Errors
    /// [`WrongUsage`] when threads aren't its subject, or this toolchain lacks something.
    pub fn of(checkout: &'a Checkout, exercise: &'a Exercise) -> Result<Self> {
        let skip = match &exercise.about.tsan {
            Some(Tsan::Watched { skip }) => skip,
            Some(Tsan::Left(reason)) => {
                let message = format!("ThreadSanitizer can't watch {}: {reason}", exercise.slug);
                return Err(WrongUsage(message).into());
            }
            None => {
                let watched =
                    exercises(checkout)?.into_iter().filter(|one| matches!(one.about.tsan, Some(Tsan::Watched { .. })));
                let names: Vec<_> = watched.map(|one| one.slug).collect();
                let message = format!(
                    "threads aren't the subject of {}; ThreadSanitizer watches these: {}",
                    exercise.slug,
                    names.join(", ")
                );
                return Err(WrongUsage(message).into());
            }
        };
        let folder = checkout.target().join("sanitize").join(Sanitizer::Thread.key());
        let cargo = Sanitizer::Thread.watch(checkout.cargo(), &folder).map_err(|missing| {
            WrongUsage(format!("ThreadSanitizer can't run here, so nothing was checked: {missing}"))
        })?;
        Ok(Self { checkout, exercise, cargo, skip })
    }

    /// Builds the check anew, runs it, and says what ThreadSanitizer saw.
    ///
    /// # Errors
    /// When the check can't be built or started, or Ctrl-C was pressed.
    pub fn watch(self, format: Format, options: Options) -> Result<Outcome> {
        let (root, slug) = (self.checkout.root(), &self.exercise.slug);
        let built = build::build(self.cargo, root, slug, options.coloured);
        if interrupt::asked() {
            return Err(Interrupted.into());
        }
        let Built::Binary { path, .. } = built? else { bail!("{slug} compiles, but not to be watched") };
        let limits = Limits { only: None, test: options.limit * SLOWER, interrupted: &interrupt::asked };
        let line = Line::new();
        line.say(format!("watching the check of {slug}"));
        let (variable, value) = Sanitizer::Thread.options(root);
        let ran = run::run_with(&path, &self.exercise.dir, &limits, |check| {
            check.env(variable, value).args(self.skip.iter().flat_map(|name| ["--skip", name]));
        })?;
        drop(line);
        if ran.end == End::Interrupted {
            return Err(Interrupted.into());
        }
        let seen = Seen::of(&ran);
        match format {
            Format::Text => say!("\n{}", seen.text()),
            Format::Json => say!("{}", seen.json(slug)),
        }
        Ok(Outcome::done_if(seen == Seen::Nothing))
    }
}

/// What came of it.
#[derive(Debug, PartialEq)]
enum Seen {
    /// All tests passed, and there was nothing to report.
    Nothing,
    /// The report.
    Race(String),
    /// Without a report, the check didn't pass: what it said.
    Failure(String),
}

impl Seen {
    fn of(ran: &Ran) -> Self {
        let said: String = ran.parts.iter().map(|part| &*part.text).collect::<Vec<_>>().join("\n");
        match (Sanitizer::Thread.report(&said), &ran.end) {
            // It says a line of `=` after itself; what comes then is the harness's.
            (Some(report), _) => Self::Race(report.split("\n====").next().unwrap_or(report).trim_end().into()),
            (None, End::Exit { success: true, proper: true, .. }) => Self::Nothing,
            (None, _) => Self::Failure(said.trim().into()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Nothing => format!(
                "{} ThreadSanitizer saw no data race in what the check ran. A race that no test comes near, it doesn't see.",
                paint(GOOD, "✓ watched:")
            ),
            Self::Race(report) => format!(
                "{} two threads use the same memory, at least one of them writes, and nothing puts the two in an order. \
                 This time it went well. ThreadSanitizer names both accesses, and where the threads were started:\n\n{report}",
                paint(BAD, "✗ data race:")
            ),
            Self::Failure(said) => format!(
                "{} under ThreadSanitizer, where everything is slower, the check didn't pass; there was no report of a race.\
                 \n\n{said}",
                paint(BAD, "✗ not yet:")
            ),
        }
    }

    fn json(&self, slug: &str) -> serde_json::Value {
        let (status, said) = match self {
            Self::Nothing => ("clean", ""),
            Self::Race(said) => ("race", &**said),
            Self::Failure(said) => ("failed", &**said),
        };
        serde_json::json!({"exercise": slug, "sanitizer": Sanitizer::Thread.name(), "status": status, "said": said})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::split::Part;
    use std::time::Duration;

    fn ran(text: &str, success: bool, proper: bool) -> Ran {
        let end = End::Exit { success, how: "exit status: 66".into(), proper };
        Ran { parts: vec![Part { name: "counts".into(), text: text.into() }], end, time: Duration::ZERO }
    }

    #[test]
    fn a_report_counts_whatever_the_check_says_and_silence_only_with_a_proper_end() {
        let race = "\n==================\nWARNING: ThreadSanitizer: data race (pid=7)\n  Write\n==================\nok";
        let report = "WARNING: ThreadSanitizer: data race (pid=7)\n  Write";
        for success in [true, false] {
            assert_eq!(Seen::of(&ran(race, success, success)), Seen::Race(report.into()));
        }
        assert_eq!(Seen::of(&ran("ok", true, true)), Seen::Nothing);
        assert_eq!(Seen::of(&ran("ok", true, false)), Seen::Failure("ok".into()));
        assert_eq!(Seen::of(&ran("FAILED", false, true)), Seen::Failure("FAILED".into()));
        assert!(Seen::of(&ran(race, false, false)).json("wedges")["status"] == "race");
    }
}
