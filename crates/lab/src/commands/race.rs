use crate::{checkout::Checkout, cli, kernels, outcome::Outcome, style};
use anyhow::{Context, Result};
use std::{env, process::Command};

/// Runs every variant of a kernel side by side, in a program of its own: it links wgpu, which the book does not.
pub fn run(checkout: &Checkout, args: &cli::Race) -> Result<Outcome> {
    // A wrong name is told at once, not after a minute of compiling.
    kernels::known(checkout, &args.kernel)?;
    let mut cargo = cargo(checkout, "release/race", "the race");
    cargo.args(["run", "--release", "-p", "benches", "--bin", "race"]);
    if args.trace.is_some() {
        cargo.args(["--features", "trace"]);
    }
    cargo.args(["--", &args.kernel]);
    let workers = args.workers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let options = [
        ("--variants", args.variants.clone()),
        ("--workers", Some(workers).filter(|list| !list.is_empty())),
        ("--size", args.size.clone()),
        ("--samples", args.samples.map(|n| n.to_string())),
        ("--budget", args.budget.map(|s| s.to_string())),
        ("--format", (args.format == cli::Format::Json).then(|| "json".into())),
        ("--color", Some(style::for_children().into())),
    ];
    if let Some(file) = &args.trace {
        // Relative to where the reader stands, not to the workbook's folder.
        let file = file.as_ref().map(|file| env::current_dir().map(|here| here.join(file))).transpose()?;
        cargo.arg(file.map_or("--trace".into(), |file| format!("--trace={}", file.display())));
    }
    for (name, value) in options {
        if let Some(value) = value {
            // With `=`, a value that looks like an option stays a value.
            cargo.arg(format!("{name}={value}"));
        }
    }
    finish(cargo)
}

/// Cargo in the workbook's folder. It keeps quiet where `program`, a path under `target/`, has been built before; the
/// first time there is much to compile, and it shows what it is doing.
pub fn cargo(checkout: &Checkout, program: &str, what: &str) -> Command {
    let mut cargo = checkout.cargo();
    if checkout.target().join(program).with_extension(env::consts::EXE_EXTENSION).is_file() {
        cargo.env("CARGO_TERM_QUIET", "true");
    } else {
        anstream::eprintln!("Compiling {what}. The first time takes a minute or two.");
    }
    cargo
}

/// Waits for `command`, whose output goes where ours does.
///
/// # Errors
/// When it can't be started or is killed.
pub fn finish(mut command: Command) -> Result<Outcome> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} can't be started"))?;
    if status.success() {
        return Ok(Outcome::Done);
    }
    let code = status.code().with_context(|| format!("{name} was ended from outside ({status})"))?;
    Ok(Outcome::Child(u8::try_from(code).unwrap_or(1)))
}
