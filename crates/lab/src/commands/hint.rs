use crate::{
    checkout::Checkout,
    cli,
    exercise::{find, hints},
    outcome::Outcome,
    say,
    style::{BOLD, TYPE, paint},
};
use anyhow::{Context, Result};
use std::fs;

/// Gives the next of an exercise's hints; how many were given is kept under `target/`.
pub fn run(checkout: &Checkout, args: &cli::Hint) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    let hints = hints(&exercise)?;
    let folder = checkout.state()?.join("hints");
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let path = folder.join(&exercise.slug);
    let given: usize = fs::read_to_string(&path).ok().and_then(|n| n.trim().parse().ok()).unwrap_or(0);

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
    fs::write(&path, number.max(given).to_string()).with_context(|| format!("can't write {}", path.display()))?;
    Ok(Outcome::Done)
}
