use crate::{
    checkout::Checkout,
    cli,
    commands::race::{cargo, finish},
    kernels,
    outcome::Outcome,
};
use anyhow::Result;

/// Measures with criterion, in other programs, and keeps the results in `benches/record/yours`, from where the book
/// draws them over its own.
pub fn run(checkout: &Checkout, args: &cli::Bench) -> Result<Outcome> {
    if let Some(kernel) = &args.kernel {
        kernels::known(checkout, kernel)?;
    }
    let mut cargo = cargo(checkout, "debug/xtask", "what keeps the records");
    cargo.args(["run", "-p", "xtask", "--", "record", "--yours"]).args(&args.kernel);
    finish(cargo)
}
