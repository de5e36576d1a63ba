//! The programs of ranks, which `lab race` has built for the MPI of this machine.

use super::child::program;
use crate::checkout::Checkout;
use anyhow::{Context, Result, anyhow};
use std::path::{Path, PathBuf};

/// Has cargo build the programs of ranks, in a target folder for each MPI, and gives the folder that they lie in. Where
/// nobody asked for them (`wanted`), they are only kept up to date, if they have been built before. If `traced`, they
/// note who does what.
///
/// `None` where there is no MPI: the race says so itself.
///
/// # Errors
/// When they can't be compiled, or are wanted and two MPIs are mixed.
pub fn built(checkout: &Checkout, wanted: bool, traced: bool) -> Result<Option<PathBuf>> {
    let Ok(mpi) = ranks::find() else { return Ok(None) };
    let target = checkout.target().join("ranks").join(mpi.kind.suffix());
    if !wanted && !target.join("release").is_dir() {
        return Ok(None);
    }
    if !wanted && mpi.compiler().is_err() {
        return Ok(None);
    }
    let mut choice = Vec::new();
    // One of the programs is made of the reference answers, and no race needs it.
    if !checkout.path("exercises/solutions").is_dir() {
        choice.push("--no-default-features");
    }
    if traced {
        choice.extend(["--features", "trace"]);
    }
    let program = build(checkout, &choice, "the ranks' programs")?;
    program.parent().map(Path::to_owned).map(Some).context("a program lies in a folder")
}

/// Has cargo build what `choice` names of the ranks' programs, `what` in words, and gives the last one.
///
/// # Errors
/// When it can't be compiled, there is no MPI, or two are mixed.
pub fn build(checkout: &Checkout, choice: &[&str], what: &str) -> Result<PathBuf> {
    let said = |reason| anyhow!("{reason}");
    let mpi = ranks::find().map_err(said)?;
    let compiler = mpi.compiler().map_err(said)?.display().to_string();
    // As a string of TOML: a path may hold what would end it.
    let compiler = format!("env.MPICC={}", serde_json::to_string(&compiler).expect("a string is always JSON"));
    let target = checkout.target().join("ranks").join(mpi.kind.suffix()).display().to_string();
    let manifest = checkout.path("crates/mpi/Cargo.toml").display().to_string();
    let mut arguments =
        vec!["build", "--release", "--manifest-path", &manifest, "--target-dir", &target, "--config", &compiler];
    arguments.extend(choice);
    program(checkout, &arguments, what)
}
