//! Python and R, where they are.

use libtest_mimic::{Arguments, Failed};
use std::path::Path;
use steps_subprocesses::driven::{PYTHON, R, sum};
use trials::with_tool;

fn main() {
    let trials = vec![
        with_tool("python_adds_up", "python", tools::python, |python| adds_up(python, PYTHON)),
        with_tool("r_adds_up", "r", tools::r, |r| adds_up(r, R)),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn adds_up(interpreter: &Path, program: &[&str]) -> Result<(), Failed> {
    assert_eq!(sum(interpreter, program, &[])?, 0.0);
    assert_eq!(sum(interpreter, program, &[1.5, -0.25])?, 1.25);
    // More than a pipe holds.
    let numbers: Vec<f64> = (0..100_000).map(f64::from).collect();
    assert_eq!(sum(interpreter, program, &numbers)?, 4_999_950_000.0);
    Ok(())
}
