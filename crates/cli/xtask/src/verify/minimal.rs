//! Which changes of a mutant are no part of its mistake: what `cargo xtask mutant SLUG --minimal` prints.
//!
//! Of a mutant that changes its answer in several places, each change is left out once. What then still compiles, and
//! is still caught by the test that the mutant names, may well do without that change. It is for a person to say
//! whether it does: a mistake may be made twice.

use super::{
    exercise::{Candidate, Exercise, Role, made},
    judge::Verdict,
    judge_all,
    mistake::{self, Change, Mistake},
};
use anyhow::Result;
use std::{fs, slice};

/// Prints the changes that the named test doesn't need; `name` is a mutant's, or all of them are tried. Returns how
/// many there are.
///
/// # Errors
/// When a file can't be read, or nothing can be built.
pub fn minimal(exercise: &Exercise, name: Option<&str>) -> Result<usize> {
    let answer = exercise.answer()?;
    let mut without: Vec<(Candidate, String, Change)> = Vec::new();
    for mutant in exercise.candidates()?.into_iter().filter(|candidate| candidate.role == Role::Mutant) {
        if mutant.text.is_none() || name.is_some_and(|name| name != mutant.name) {
            continue;
        }
        let patch = exercise.solution.join("mutants").join(&mutant.name).with_extension("patch");
        let changes = Mistake::parse(&fs::read_to_string(patch)?)?.changes();
        for (place, change) in changes.iter().enumerate().filter(|_| changes.len() > 1) {
            let name = format!("{}-{}", mutant.name, place + 1);
            let rest = changes.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, change)| change);
            let text = Some(mistake::with(&answer, rest));
            let (source, words) = (made(&exercise.slug, &name), Vec::new());
            let candidate = Candidate { name, source, text, words, ..mutant.clone() };
            without.push((candidate, mutant.name.clone(), change.clone()));
        }
    }
    let (candidates, changes): (Vec<_>, Vec<_>) =
        without.into_iter().map(|(candidate, name, change)| (candidate, (name, change))).unzip();
    let judged = judge_all(slice::from_ref(exercise), &candidates, true, false)?;
    let mut needless = 0;
    for ((candidate, (name, change)), judged) in candidates.iter().zip(changes).zip(judged) {
        let (_, verdict) = judged;
        if matches!(verdict, Verdict::Fails { .. }) && verdict.agrees_with(candidate) {
            println!("\n{name} is caught without {change}");
            needless += 1;
        }
    }
    Ok(needless)
}
