//! `lab next`: the next exercise that isn't solved.

use crate::{
    checkout::Checkout,
    exercise::{Exercise, exercises, fingerprint},
    outcome::Outcome,
    progress::{Progress, State},
    say,
    style::{BOLD, GOOD, TYPE, paint},
};
use anyhow::Result;

/// Shows the next exercise that isn't solved.
pub fn run(checkout: &Checkout) -> Result<Outcome> {
    let Some((exercise, state)) = next(checkout, None)? else {
        say!("{} every exercise that this machine can run", paint(GOOD, "✓ solved:"));
        return Ok(Outcome::Done);
    };
    let about = &exercise.about;
    say!("{} ({}, {}, {} min)", paint(BOLD, &about.title), exercise.slug, about.level, about.minutes);
    if state == State::PassedBefore {
        say!("\nYou have solved it. What checks it has changed since: check it again.");
    }
    say!("\nRead:  src/{}.md", about.chapter);
    say!("Write: {}", checkout.short(&exercise.answer()));
    say!("Check: {}", paint(TYPE, format!("cargo lab check {}", exercise.slug)));
    Ok(Outcome::Done)
}

/// The first exercise after `after` (from the start, if none is given) that neither passed nor had to be skipped, with
/// its state; the search goes round. Those that passed an older check come when no others are left.
///
/// # Errors
/// When the exercises can't be read.
pub fn next(checkout: &Checkout, after: Option<&str>) -> Result<Option<(Exercise, State)>> {
    let progress = Progress::of(checkout);
    let mut exercises = exercises(checkout)?;
    if let Some(here) = exercises.iter().position(|exercise| Some(exercise.slug.as_str()) == after) {
        exercises.rotate_left(here + 1);
    }
    let mut again = None;
    for exercise in exercises {
        match progress.state(&exercise.slug, &fingerprint(checkout, &exercise)?) {
            state @ (State::Failed | State::Unchecked) => return Ok(Some((exercise, state))),
            state @ State::PassedBefore if again.is_none() => again = Some((exercise, state)),
            State::Passed | State::PassedBefore | State::Skipped => {}
        }
    }
    Ok(again)
}
