use crate::{
    check::{Cache, State},
    checkout::Checkout,
    exercise::{Exercise, exercises, fingerprint},
    outcome::Outcome,
    say,
    style::{BOLD, GOOD, TYPE, paint},
};
use anyhow::Result;

/// Shows the next exercise that isn't solved.
pub fn run(checkout: &Checkout) -> Result<Outcome> {
    let Some(exercise) = next(checkout, None)? else {
        say!("{} every exercise that this machine can run", paint(GOOD, "✓ solved:"));
        return Ok(Outcome::Done);
    };
    let about = &exercise.about;
    say!("{} ({}, {}, {} min)", paint(BOLD, &about.title), exercise.slug, about.level, about.minutes);
    say!("\nRead:  src/{}.md", about.chapter);
    say!("Write: {}", checkout.short(&exercise.answer()));
    say!("Check: {}", paint(TYPE, format!("cargo lab check {}", exercise.slug)));
    Ok(Outcome::Done)
}

/// The first exercise after `after` (from the start, if none is given) that neither passed nor had to be skipped; the
/// search goes round.
///
/// # Errors
/// When the exercises can't be read.
pub fn next(checkout: &Checkout, after: Option<&str>) -> Result<Option<Exercise>> {
    let cache = Cache::of(checkout)?;
    let mut exercises = exercises(checkout)?;
    if let Some(here) = exercises.iter().position(|exercise| Some(exercise.slug.as_str()) == after) {
        exercises.rotate_left(here + 1);
    }
    for exercise in exercises {
        let state = cache.state(&exercise.slug, &fingerprint(checkout, &exercise)?);
        if matches!(state, State::Failed | State::Unchecked) {
            return Ok(Some(exercise));
        }
    }
    Ok(None)
}
