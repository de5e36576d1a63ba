//! `lab count`: starts the counting, which is a program of its own.

use super::child::{finish, program, start};
use crate::{checkout::Checkout, cli, kernels, outcome::Outcome};
use anyhow::Result;

/// Counts what every variant of a kernel does, in programs of their own.
pub fn run(checkout: &Checkout, args: &cli::Count) -> Result<Outcome> {
    kernels::known(checkout, &args.kernel)?;
    let build = ["build", "--release", "-p", "benches", "--bin", "count"];
    let mut count = start(&program(checkout, &build, "what counts")?, checkout.root());
    count.arg(&args.kernel);
    let options = [
        ("--variants", args.variants.clone()),
        ("--workers", args.workers.map(|n| n.to_string())),
        ("--size", args.size.map(|n| n.to_string())),
        ("--format", (args.format == cli::Format::Json).then(|| "json".into())),
    ];
    for (name, value) in options {
        if let Some(value) = value {
            // With `=`, a value that looks like an option stays a value.
            count.arg(format!("{name}={value}"));
        }
    }
    finish(count)
}
