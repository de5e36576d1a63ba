use crate::{
    checkout::Checkout,
    cli,
    commands::race::{cargo_release, finish},
    kernels,
    outcome::Outcome,
};
use anyhow::Result;

/// Measures with criterion, in another program, and distils the results into `benches/record/yours`, from where the
/// book draws them over its own.
pub fn run(checkout: &Checkout, args: &cli::Bench) -> Result<Outcome> {
    if let Some(kernel) = &args.kernel {
        kernels::known(checkout, kernel)?;
    }
    let mut cargo = cargo_release(checkout, "xtask", "the benchmarks");
    cargo.args(["run", "--release", "-p", "xtask", "--", "record", "yours"]);
    cargo.args(&args.kernel);
    finish(cargo)
}
