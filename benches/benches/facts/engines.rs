//! What an engine for many machines costs on one: the same text, counted plainly and on timely dataflow. The program
//! that counts is built for this alone, since it brings the engine along.

use benches::experiment::Outcome;
use std::{env, path::PathBuf, process::Command, sync::OnceLock};
use variant::Unavailable;

/// Words in the text.
const WORDS: usize = 4_000_000;

const ROUNDS: usize = 11;

/// A plain loop, one core.
pub fn plain() -> Outcome<Vec<f64>> {
    seconds(0)
}

/// Rayon on two threads.
pub fn rayon() -> Outcome<Vec<f64>> {
    seconds(1)
}

/// The engine with one worker.
pub fn one_worker() -> Outcome<Vec<f64>> {
    seconds(2)
}

/// The engine with two workers in one process.
pub fn two_threads() -> Outcome<Vec<f64>> {
    seconds(3)
}

/// The engine with two processes of one worker each.
pub fn two_processes() -> Outcome<Vec<f64>> {
    seconds(4)
}

/// How many times as long the engine takes with two workers as rayon with two threads.
pub fn two_over_rayon() -> Outcome<Vec<f64>> {
    Ok(two_threads()?.into_iter().zip(rayon()?).map(|(engine, rayon)| engine / rayon).collect())
}

/// Seconds of each round of the way that the program prints at this place. They take turns in one run of it.
fn seconds(place: usize) -> Outcome<Vec<f64>> {
    static ROUNDS_OF_ALL: OnceLock<Outcome<Vec<Vec<f64>>>> = OnceLock::new();
    let rounds = ROUNDS_OF_ALL.get_or_init(measure).clone()?;
    Ok(rounds.into_iter().map(|round| round[place]).collect())
}

fn measure() -> Outcome<Vec<Vec<f64>>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let cargo = env::var_os("CARGO").unwrap_or("cargo".into());
    let mut cost = Command::new(cargo);
    cost.args(["run", "--release", "--quiet", "-p", "steps_dataflow", "--bin", "cost", "--"]);
    cost.args([WORDS, ROUNDS].map(|number| number.to_string())).current_dir(root);
    let output = cost.output().map_err(|wrong| Unavailable::new(format!("cargo: {wrong}")))?;
    if !output.status.success() {
        return Err(Unavailable::new(format!("cost: {}", String::from_utf8_lossy(&output.stderr).trim())));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let round = |line: &str| line.split(' ').map(|word| word.parse().ok()).collect::<Option<Vec<f64>>>();
    let rounds: Option<Vec<_>> = said.lines().map(round).collect();
    let whole = rounds.filter(|rounds| rounds.iter().all(|round| round.len() == 5));
    whole.ok_or_else(|| Unavailable::new(format!("cost printed {said:?}")))
}
