//! `lab bench`: starts the benchmarks.

use super::child::{finish, program, start};
use crate::{checkout::Checkout, cli, kernels, outcome::Outcome};
use anyhow::Result;

/// Measures with criterion, in other programs, and keeps the results in `benches/record/yours`, from where the book
/// draws them over its own.
pub fn run(checkout: &Checkout, args: &cli::Bench) -> Result<Outcome> {
    if let Some(kernel) = &args.kernel {
        kernels::known(checkout, kernel)?;
    }
    // Without `-p`: with the features that everything here is compiled with, hardly anything is left to compile.
    let xtask = program(checkout, &["build", "--bin", "xtask"], "what keeps the records")?;
    let mut xtask = start(&xtask, checkout.root());
    xtask.args(["record", "--yours"]).args(&args.kernel);
    finish(xtask)
}
