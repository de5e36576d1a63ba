//! `lab check --ranks`: real ranks run an answer that passes. Its check plays MPI on threads, in a time of its own;
//! here `mpirun` starts processes, and a hang is one.

use super::ranks;
use crate::{
    check::Options,
    checkout::Checkout,
    cli::Format,
    exercise::{Exercise, exercises},
    interrupt,
    outcome::{Interrupted, Outcome, WrongUsage},
    say,
    style::{BAD, GOOD, paint},
};
use ::ranks::Ended;
use anyhow::{Context, Result, anyhow};
use meanwhile::Line;
use std::{ffi::OsString, fs};

/// An exercise that real ranks can run here.
pub struct Ranks<'a> {
    checkout: &'a Checkout,
    exercise: &'a Exercise,
    /// How many of them, in one run after another.
    numbers: &'a [usize],
    /// In which steps one is lost.
    deaths: &'a [u64],
}

impl<'a> Ranks<'a> {
    /// Looks whether ranks can run `exercise`, before anything else is done.
    ///
    /// # Errors
    /// [`WrongUsage`] when MPI isn't its subject, or there is none here, or two are mixed.
    pub fn of(checkout: &'a Checkout, exercise: &'a Exercise) -> Result<Self> {
        let Some(about) = &exercise.about.ranks else {
            let have = exercises(checkout)?.into_iter().filter(|one| one.about.ranks.is_some());
            let names: Vec<_> = have.map(|one| one.slug).collect();
            let message = format!("MPI isn't the subject of {}; ranks run these: {}", exercise.slug, names.join(", "));
            return Err(WrongUsage(message).into());
        };
        if let Err(missing) = ::ranks::find().and_then(|mpi| mpi.compiler()) {
            return Err(WrongUsage(format!("no ranks can run here, so nothing was checked: {missing}")).into());
        }
        Ok(Self { checkout, exercise, numbers: &about.numbers, deaths: &about.deaths })
    }

    /// Builds the answer into a program for ranks, starts it, and says what came of it.
    ///
    /// # Errors
    /// When it can't be built or started, or Ctrl-C was pressed.
    pub fn run(self, format: Format, options: Options) -> Result<Outcome> {
        let slug = &self.exercise.slug;
        let features = format!("yours,{slug}");
        let choice = ["--bin", "answers", "--no-default-features", "--features", &features];
        let program = ranks::build(self.checkout, &choice, &format!("{slug} for real ranks"))?;
        let line = Line::new();
        let start = |ranks: usize, arguments: &[OsString]| -> Result<Ended> {
            line.say(format!("{ranks} ranks run {slug}"));
            let ended = ::ranks::run(&program, ranks, arguments, options.limit).map_err(|error| anyhow!("{error}"))?;
            if interrupt::asked() { Err(Interrupted.into()) } else { Ok(ended) }
        };
        let mut wrong = None;
        for &ranks in self.numbers {
            wrong = if self.deaths.is_empty() {
                let ended = start(ranks, &[slug.into()])?;
                (!ended.success()).then(|| told(&ended))
            } else {
                self.lost(|arguments| start(ranks, arguments))?
            };
            if let Some(wrong) = &mut wrong {
                let ranks = if ranks == 1 { "one rank".to_owned() } else { format!("{ranks} ranks") };
                *wrong = format!("with {ranks}: {wrong}");
                break;
            }
        }
        drop(line);
        match format {
            Format::Text => say!("\n{}", self.text(wrong.as_deref())),
            Format::Json => {
                let status = if wrong.is_some() { "failed" } else { "passed" };
                let said = wrong.as_deref().unwrap_or_default();
                say!(
                    "{}",
                    serde_json::json!({"exercise": slug, "ranks": self.numbers, "status": status, "said": said})
                );
            }
        }
        Ok(Outcome::done_if(wrong.is_none()))
    }

    /// Loses a rank in one step after another, then none: what is wrong with the end, if anything is.
    fn lost(&self, start: impl Fn(&[OsString]) -> Result<Ended>) -> Result<Option<String>> {
        let folders =
            tempfile::tempdir_in(self.checkout.target().join("ranks")).context("no room for what they save")?;
        let go = |folder: &str, step: &str| -> Result<Ended> {
            let folder = folders.path().join(folder);
            fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
            start(&[self.exercise.slug.as_str().into(), folder.into(), step.into()])
        };
        const NEVER: &str = "18446744073709551615";
        let whole = go("whole", NEVER)?;
        if !whole.success() {
            return Ok(Some(format!("though none is lost: {}", told(&whole))));
        }
        for death in self.deaths {
            if go("broken", &death.to_string())?.success() {
                return Ok(Some(format!(
                    "one is lost in step {death}, and mpirun says that all is well: was that step left out?"
                )));
            }
        }
        let last = go("broken", NEVER)?;
        Ok(match (last.success(), said(&last) == said(&whole)) {
            (false, _) => Some(format!("started again after one was lost: {}", told(&last))),
            (true, false) => Some(format!(
                "after one was lost and all were started again they end with\n\n{}\n\nand should with\n\n{}",
                said(&last).join("\n"),
                said(&whole).join("\n")
            )),
            (true, true) => None,
        })
    }

    fn text(&self, wrong: Option<&str>) -> String {
        match wrong {
            None => format!(
                "{} real ranks ran it too, {} of them{}.",
                paint(GOOD, "✓ by mpirun:"),
                words(self.numbers),
                if self.deaths.is_empty() { "" } else { ", and lost one on the way" }
            ),
            Some(wrong) => format!("{} {wrong}", paint(BAD, "✗ by mpirun:")),
        }
    }
}

/// `1, 2, 3 and 5`.
fn words(numbers: &[usize]) -> String {
    let words: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    match &words[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// How the ranks ended. A rank's own words come first, and `mpirun` repeats in its frames that one has failed.
fn told(ended: &Ended) -> String {
    let own = ended.stderr.lines().map(str::trim).filter(|line| line.starts_with("rank ") && line.contains(" hangs"));
    let own: Vec<_> = own.collect();
    if own.is_empty() { ended.told() } else { own.join("\n") }
}

/// What the ranks printed, in their order. MPICH's `mpirun` says there, too, that a rank has died.
fn said(ended: &Ended) -> Vec<&str> {
    let mut lines: Vec<_> = ended.stdout.lines().filter(|line| line.starts_with("rank ")).collect();
    lines.sort_unstable();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn numbers_are_counted_up_in_words() {
        assert_eq!([&[2][..], &[1, 2], &[1, 2, 3, 5]].map(words), ["2", "1 and 2", "1, 2, 3 and 5"]);
    }

    #[test]
    fn a_rank_that_hangs_says_it_before_mpirun_does() {
        let stderr = "rank 1 hangs: for 20 s it has been waiting in ring\n-----\nPrimary job terminated\n".to_owned();
        let ended = Ended { status: None, stdout: String::new(), stderr, took: Duration::ZERO };
        assert_eq!(told(&ended), "rank 1 hangs: for 20 s it has been waiting in ring");
    }
}
