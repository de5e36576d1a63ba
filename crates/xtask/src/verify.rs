//! `cargo xtask verify [SLUG…]`: proves the exercises.
//!
//! A check that accepts a wrong answer teaches something false, and nobody notices. So every check is tried on answers
//! whose verdict is known: the stub and each mutant must fail it, the solution and each unusual but right answer
//! (`also_right/`) must pass it. All of them become packages of one generated workspace under `target/verify/`, so
//! that one run of cargo builds them, and what they depend on, once.

mod exercise;
mod judge;
mod tidy;
mod workspace;

use anyhow::Result;
use exercise::{Candidate, Exercise, Role};
use judge::Verdict;
use std::{
    process::ExitCode,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
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
    for exercise in &exercises {
        wrong.extend(tidy::check(exercise)?);
    }

    let candidates: Vec<_> = exercises.iter().flat_map(Exercise::candidates).collect();
    println!("building {} candidates for {} exercises", candidates.len(), exercises.len());
    let built = workspace::build(&exercises, &candidates)?;
    let verdicts = judge_all(&candidates, &built);
    for ((candidate, built), verdict) in candidates.iter().zip(&built).zip(verdicts) {
        let verdict = verdict?;
        if args.verbose
            && let Verdict::Fails { output, .. } = &verdict
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

/// Every candidate's verdict, in their order; each is printed as it is found. A check that is being refused mostly waits
/// for somebody who doesn't come, so twice as many run at a time as there are cores. None depends on how long it takes.
fn judge_all(candidates: &[Candidate], built: &[Built]) -> Vec<Result<Verdict>> {
    let at_a_time = 2 * thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let verdicts: Vec<_> = candidates.iter().map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        for _ in 0..at_a_time {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(candidate) = candidates.get(i) else { break };
                    let verdict = judge::judge(candidate, &built[i]);
                    if let Ok(verdict) = &verdict {
                        let right = if verdict.agrees_with(candidate) { "ok   " } else { "WRONG" };
                        let (slug, role, name) = (&candidate.slug, candidate.role.name(), &candidate.name);
                        println!("{right} {slug:24} {role:10} {name:28} {verdict}");
                    }
                    verdicts[i].set(verdict).expect("each is judged once");
                }
            });
        }
    });
    verdicts.into_iter().map(|verdict| verdict.into_inner().expect("each was judged")).collect()
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("        {line}\n")).collect()
}
