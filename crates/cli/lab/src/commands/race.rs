//! `lab race`: starts the race, which is a program of its own.

use super::{
    cards,
    child::{finish, program, start},
    ranks,
};
use crate::{checkout::Checkout, cli, kernels, outcome::Outcome, style};
use anyhow::Result;
use std::env;

/// Runs every variant of a kernel side by side, in a program of its own: it links wgpu, which the book does not.
pub fn run(checkout: &Checkout, args: &cli::Race) -> Result<Outcome> {
    // A wrong name is told at once, not after a minute of compiling.
    kernels::known(checkout, &args.kernel)?;
    let mut build = vec!["build", "--release", "-p", "benches", "--bin", "race"];
    if args.trace.is_some() {
        build.extend(["--features", "trace"]);
    }
    let mut race = start(&program(checkout, &build, "the race")?, checkout.root());
    race.arg(&args.kernel);
    let wanted = |names: &str| names.split(',').any(|name| name == "mpi" || name.starts_with("mpi_"));
    if args.variants.as_deref().is_none_or(wanted)
        && let Some(folder) = ranks::built(checkout, args.variants.is_some(), args.trace.is_some())?
    {
        race.env(::ranks::FOLDER, folder);
    }
    let workers = args.workers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    if let Some(folder) = cards::built(checkout, args.variants.as_deref())? {
        race.env(::cards::FOLDER, folder);
    }
    let options = [
        ("--variants", args.variants.clone()),
        ("--against", args.against.clone()),
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
        race.arg(file.map_or("--trace".into(), |file| format!("--trace={}", file.display())));
    }
    if args.cold {
        race.arg("--cold");
    }
    if args.live {
        race.arg("--live");
    }
    for (name, value) in options {
        if let Some(value) = value {
            // With `=`, a value that looks like an option stays a value.
            race.arg(format!("{name}={value}"));
        }
    }
    finish(race)
}
