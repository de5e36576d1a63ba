//! `cargo xtask verify [SLUG…]`: proves the exercises.
//!
//! A check that accepts a wrong answer teaches something false, and nobody notices. So every check is tried on answers
//! whose verdict is known: the stub and each mutant must fail it, the solution and each unusual but right answer
//! (`also_right/`) must pass it. All of them become packages of one generated workspace under `target/verify/`, so that
//! one run of cargo builds them, and what they depend on, once.

pub mod exercise;
mod judge;
mod matrix;
pub mod mistake;
mod tidy;
mod workspace;

use anyhow::Result;
use exercise::{Candidate, Exercise, Role};
use judge::Verdict;
use matrix::Matrix;
use std::{
    process::ExitCode,
    sync::{Mutex, OnceLock, mpsc},
    thread,
};
use workspace::Built;

/// Which exercises to prove.
#[derive(clap::Args)]
pub struct Args {
    /// Only these; all of them without any
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
    /// Show what a learner reads when a candidate fails
    #[arg(short, long)]
    verbose: bool,
    /// Print which tests catch which mutant, the tests that no mutant needs, and mutants that the same tests catch
    #[arg(long)]
    matrix: bool,
}

/// Prints one line for each candidate, then what is wrong. Exit code 1 if anything is, 2 for an unknown exercise.
pub fn run(args: &Args) -> Result<ExitCode> {
    let mut exercises = exercise::all()?;
    for slug in &args.slugs {
        if let Some(advice) = exercise::unknown(slug, &exercises) {
            eprintln!("error: {advice}");
            return Ok(ExitCode::from(2));
        }
    }
    let mut wrong = if args.slugs.is_empty() { tidy::strays(&exercises)? } else { Vec::new() };
    exercises.retain(|exercise| args.slugs.is_empty() || args.slugs.contains(&exercise.slug));
    let mut candidates = Vec::new();
    for exercise in &exercises {
        wrong.extend(tidy::check(exercise)?);
        // What can't be read has been told by now.
        candidates.extend(exercise.candidates().unwrap_or_default());
    }

    println!("building and judging {} candidates for {} exercises", candidates.len(), exercises.len());
    let judged = build_and_judge(&exercises, &candidates)?.into_iter().collect::<Result<Vec<_>>>()?;
    if args.matrix {
        for (slug, matrix) in Matrix::of(candidates.iter().zip(judged.iter().map(|(_, verdict)| verdict))) {
            println!("\n{slug}\n{matrix}");
        }
    }
    for (candidate, (built, verdict)) in candidates.iter().zip(&judged) {
        if args.verbose
            && let Verdict::Fails { output, .. } = verdict
        {
            println!("\n{candidate}:\n{}", indent(output));
        }
        if !verdict.agrees_with(candidate) {
            wrong.push(format!("{candidate}: {}", verdict.complaint(candidate)));
        } else if candidate.role != Role::Mutant && !built.warnings.is_empty() {
            wrong.push(format!("{candidate} compiles with warnings:\n{}", built.warnings));
        }
        if let Verdict::Skipped { .. } = verdict {
            wrong.extend(judge::required_but_skipped(candidate));
        }
    }

    for wrong in &wrong {
        eprintln!("\nwrong: {wrong}");
    }
    match wrong.len() {
        0 => println!("\nall {} candidates got the verdict they deserve", candidates.len()),
        n => eprintln!("\n{n} wrong"),
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every candidate with its verdict, in their order; each is judged as soon as it is built, and printed as it is
/// judged. A check that is being refused mostly waits for somebody who doesn't come, so twice as many run at a time as
/// there are cores, and while others are being built. None depends on how long it takes.
fn build_and_judge(exercises: &[Exercise], candidates: &[Candidate]) -> Result<Vec<Result<(Built, Verdict)>>> {
    let at_a_time = 2 * thread::available_parallelism().map_or(1, usize::from);
    let judged: Vec<_> = candidates.iter().map(|_| OnceLock::new()).collect();
    let (to_judge, next) = mpsc::channel::<(usize, Built)>();
    let next = Mutex::new(next);
    thread::scope(|scope| {
        // Gone with this closure, however it ends: then the judges end, too.
        let to_judge = to_judge;
        for _ in 0..at_a_time {
            scope.spawn(|| {
                loop {
                    let Ok((place, built)) = next.lock().expect("nobody panics with it").recv() else { break };
                    let candidate = &candidates[place];
                    let verdict = judge::judge(candidate, &built);
                    if let Ok(verdict) = &verdict {
                        let right = if verdict.agrees_with(candidate) { "ok   " } else { "WRONG" };
                        let (slug, role, name) = (&candidate.slug, candidate.role.name(), &candidate.name);
                        println!("{right} {slug:24} {role:10} {name:28} {verdict}");
                    }
                    let new = judged[place].set(verdict.map(|verdict| (built, verdict))).is_ok();
                    assert!(new, "each is judged once");
                }
            });
        }
        workspace::build(exercises, candidates, |place, built| {
            to_judge.send((place, built)).expect("the judges wait for more");
        })
    })?;
    Ok(judged.into_iter().map(|judged| judged.into_inner().expect("each was judged")).collect())
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("        {line}\n")).collect()
}
