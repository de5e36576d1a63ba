//! `lab hint`: the next hint.

use crate::{
    checkout::Checkout,
    cli,
    exercise::{find, hints},
    outcome::Outcome,
    progress::Progress,
    say,
    style::{BOLD, CARE, TYPE, paint},
};
use anyhow::Result;

/// Gives the next of an exercise's hints; how many were given is part of the progress.
pub fn run(checkout: &Checkout, args: &cli::Hint) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    let hints = hints(&exercise)?;
    let given = Progress::of(checkout).hints(&exercise.slug);

    // After the last one, the last one again: it says the most.
    let number = args.number.map_or(given + 1, usize::from).min(hints.len());
    let hint = &hints[number - 1];
    say!("{}\n\n{}", paint(BOLD, format!("Hint {number} of {}: {}", hints.len(), hint.title)), hint.text);
    if number == hints.len() {
        say!(
            "\nThis is the last hint. All of it: {}",
            paint(TYPE, format!("cargo lab solution {} --anyway", exercise.slug))
        );
    }
    if let Err(error) = Progress::update(checkout, |progress| progress.hinted(&exercise.slug, number.max(given))) {
        anstream::eprintln!("\n{}: the next time this hint comes again: {error:#}", paint(CARE, "warning"));
    }
    Ok(Outcome::Done)
}
