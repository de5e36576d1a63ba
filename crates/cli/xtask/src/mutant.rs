//! `cargo xtask mutant SLUG NAME`: writes a mutant out as a file to look at, or takes one back in as a patch; says
//! which of its changes are no part of the mistake.

use crate::verify::{
    exercise::{self, Exercise},
    minimal::minimal,
    mistake::{Catch, Mistake},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Which mutant, and which way.
#[derive(clap::Args)]
pub struct Args {
    /// The exercise
    slug: String,
    /// The mutant: the name of its file in exercises/solutions/SLUG/mutants, without the ending
    #[arg(required_unless_present = "minimal")]
    name: Option<String>,
    /// Leave out each change once, and print those without which the mutant is caught all the same; without NAME, of
    /// all
    #[arg(long, conflicts_with = "from")]
    minimal: bool,
    /// Make the patch anew: FILE is the answer with the mistake in it
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// What this learner did, in words; without it, the words that stand there
    #[arg(long, value_name = "WORDS", requires = "from")]
    words: Option<String>,
    /// The test that must catch it; without it, the one that stands there
    #[arg(long, value_name = "TEST", requires = "from")]
    caught_by: Option<String>,
}

/// Prints where the file is, what was written, or which changes aren't needed. Exit code 2 for an unknown exercise.
///
/// # Errors
/// When there is no such mutant, or its patch doesn't apply.
pub fn run(args: &Args) -> Result<ExitCode> {
    let exercises = exercise::all()?;
    if let Some(advice) = exercise::unknown(&args.slug, &exercises) {
        eprintln!("error: {advice}");
        return Ok(ExitCode::from(2));
    }
    let exercise = exercises.iter().find(|exercise| exercise.slug == args.slug).expect("it is known");
    let name = args.name.as_deref();
    if args.minimal {
        println!("\n{} changes to look at", minimal(exercise, name)?);
        return Ok(ExitCode::SUCCESS);
    }
    let name = name.expect("it is required");
    let patch = exercise.solution.join("mutants").join(name).with_extension("patch");
    let answer = exercise.answer()?;
    match &args.from {
        Some(file) => take_in(args, name, file, &patch, &answer),
        None => write_out(exercise, name, &patch, &answer),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn write_out(exercise: &Exercise, name: &str, patch: &Path, answer: &str) -> Result<()> {
    let whole = patch.with_extension("rs");
    if whole.exists() {
        println!("{} is kept whole", whole.display());
        return Ok(());
    }
    let mistake = read(patch)?;
    let wrong = mistake.made_in(answer).with_context(|| patch.display().to_string())?;
    let file = exercise::made(&exercise.slug, name);
    fs::create_dir_all(file.parent().expect("it lies in a folder"))?;
    fs::write(&file, wrong).with_context(|| format!("can't write {}", file.display()))?;
    println!("{}\n{}", mistake.words, file.display());
    Ok(())
}

fn take_in(args: &Args, name: &str, file: &Path, patch: &Path, answer: &str) -> Result<()> {
    let wrong = fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
    let old = if patch.exists() { Some(read(patch)?) } else { None };
    let Some(words) = args.words.clone().or_else(|| Some(old.as_ref()?.words.clone())) else {
        bail!("{name} is new: say with --words what this learner did")
    };
    let beside = old.as_ref().and_then(|old| old.beside.clone());
    let caught_by = args.caught_by.as_deref().map(Catch::parse).or_else(|| old?.caught_by);
    let mut mistake = Mistake::between(answer, &wrong, &words, caught_by);
    mistake.beside = beside;
    mistake.made_in(answer)?;
    fs::create_dir_all(patch.parent().expect("it lies in a folder"))?;
    fs::write(patch, mistake.to_string()).with_context(|| format!("can't write {}", patch.display()))?;
    println!("{}", patch.display());
    Ok(())
}

fn read(patch: &Path) -> Result<Mistake> {
    let text = fs::read_to_string(patch).with_context(|| format!("can't read {}", patch.display()))?;
    Mistake::parse(&text).with_context(|| patch.display().to_string())
}
