//! `cargo xtask verify [SLUG…]`: proves the exercises.
//!
//! A check that accepts a wrong answer teaches something false, and nobody notices. So every check is tried on answers
//! whose verdict is known: the stub and each mutant must fail it, the solution and each unusual but right answer
//! (`also_right/`) must pass it. The verdict is the one that a reader gets: crate `judge` gives both.
//!
//! | step | module |
//! |---|---|
//! | the exercises and their candidates | [`exercise`], [`mistake`] |
//! | is each complete, and nothing too much? | [`tidy`] |
//! | which verdicts are known from before? | [`memory`] |
//! | a second workbook, where one candidate after another is the answer | [`workspace`] |
//! | each compiled with the calls that cargo would make | [`compiler`] |
//! | run, judged, and compared with what it deserves | [`judge`], [`matrix`] |

mod compiler;
pub mod exercise;
mod judge;
mod matrix;
mod memory;
pub mod minimal;
pub mod mistake;
mod tidy;
mod workspace;

pub use compiler::{NOTES, note};
pub use workspace::lay_out;

use anyhow::{Context, Result};
use exercise::{Candidate, Exercise, Role};
use judge::Verdict;
use matrix::Matrix;
use memory::{Grounds, Key, Surroundings};
use std::{
    cmp::Reverse,
    fs,
    process::ExitCode,
    sync::{Mutex, OnceLock},
    thread,
};
use workspace::{Built, Place};

/// Which exercises to prove.
#[derive(clap::Args)]
pub struct Args {
    /// Only these; all of them without any
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
    /// Show what a learner reads when a candidate fails
    #[arg(short, long)]
    verbose: bool,
    /// Judge every mutant by all tests, and print which catch it. Tests that no mutant needs are wrong, and so are two
    /// mutants that nobody could tell apart
    #[arg(long)]
    matrix: bool,
    /// Judge anew what has not changed since it was judged, too
    #[arg(long)]
    fresh: bool,
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

    println!("judging {} candidates for {} exercises", candidates.len(), exercises.len());
    let judged = judge_all(&exercises, &candidates, args.fresh, args.matrix)?;
    if args.matrix {
        let check = |slug: &str| {
            let exercise = exercises.iter().find(|exercise| exercise.slug == slug);
            exercise.and_then(|exercise| fs::read_to_string(exercise.check()).ok()).unwrap_or_default()
        };
        for (slug, matrix) in Matrix::of(candidates.iter().zip(judged.iter().map(|(_, verdict)| verdict)), check) {
            println!("\n{slug}\n{matrix}");
            wrong.extend(matrix.twins().into_iter().map(|twins| format!("{slug}: {twins}")));
            wrong.extend(matrix.unexplained().map(|test| {
                format!(
                    "{slug}: no mutant fails {test}. A mistake is missing, or `// No mutant: ` and why before the test"
                )
            }));
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

/// Every candidate with its verdict, in their order; each is printed as it is judged. Unless all is to be judged
/// afresh, verdicts that are known from before are taken from there. Unless the `rows` of the matrix are wanted, a
/// mutant is judged by the test that must catch it, alone: the others would take half of all the time.
fn judge_all(
    exercises: &[Exercise],
    candidates: &[Candidate],
    fresh: bool,
    rows: bool,
) -> Result<Vec<(Built, Verdict)>> {
    let _lock = workspace::lock()?;
    let surroundings = Surroundings::here()?;
    let judged: Vec<_> = candidates.iter().map(|_| OnceLock::new()).collect();
    let mut open = Vec::new();
    for exercise in exercises {
        let grounds = Grounds::of(crate::root(), exercise, &surroundings)?;
        let mut tasks = Vec::new();
        for (number, candidate) in candidates.iter().enumerate().filter(|(_, its)| its.slug == exercise.slug) {
            let key = grounds.with(candidate)?;
            match memory::recall(candidate, &key, rows).filter(|_| !fresh) {
                Some(known) => {
                    print(candidate, &known.1, ", as before");
                    judged[number].set(known).ok().context("each is judged once")?;
                }
                None => tasks.push((number, key)),
            }
        }
        if !tasks.is_empty() {
            open.push((exercise, tasks));
        }
    }
    // Those that take longest first, so that none is left at the end with a core for itself.
    open.sort_by_key(|(_, tasks)| Reverse(tasks.len()));
    if !open.is_empty() {
        let places = workspace::prepare(&open.iter().map(|(exercise, _)| *exercise).collect::<Vec<_>>())?;
        let queue = Mutex::new(open.into_iter().map(|(_, tasks)| tasks).zip(places));
        // A check that is being refused mostly waits for somebody who doesn't come, so twice as many exercises have
        // their turn as there are cores. None depends on how long it takes.
        let at_a_time = 2 * thread::available_parallelism().map_or(1, usize::from);
        let worker = || -> Result<()> {
            loop {
                let Some((tasks, place)) = queue.lock().expect("nobody panics with it").next() else { return Ok(()) };
                for (number, key) in tasks {
                    let one = build_and_judge(&candidates[number], key, &place, rows)?;
                    judged[number].set(one).ok().context("each is judged once")?;
                }
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..at_a_time).map(|_| scope.spawn(worker)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().expect("a worker doesn't panic"))
        })?;
    }
    Ok(judged.into_iter().map(|judged| judged.into_inner().expect("each was judged")).collect())
}

fn build_and_judge(candidate: &Candidate, key: Key, place: &Place, rows: bool) -> Result<(Built, Verdict)> {
    let mut only = candidate.caught_by.as_ref().filter(|_| !rows && candidate.words.is_empty()).map(|it| &*it.test);
    let mut built = place.build(candidate, only)?;
    let (mut verdict, mut everything) = judge::judge(candidate, &built, only)?;
    if only.is_some() && !verdict.agrees_with(candidate) {
        // Which test catches it instead is what one wants to know next.
        only = None;
        built = place.build(candidate, None)?;
        (verdict, everything) = judge::judge(candidate, &built, None)?;
    }
    print(candidate, &verdict, "");
    if everything && verdict.agrees_with(candidate) {
        verdict = memory::keep(candidate, key, verdict, only.is_none(), built.warnings.clone())?;
    }
    Ok((built, verdict))
}

fn print(candidate: &Candidate, verdict: &Verdict, remark: &str) {
    let right = if verdict.agrees_with(candidate) { "ok   " } else { "WRONG" };
    let (slug, role, name) = (&candidate.slug, candidate.role.name(), &candidate.name);
    println!("{right} {slug:24} {role:10} {name:28} {verdict}{remark}");
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("        {line}\n")).collect()
}
