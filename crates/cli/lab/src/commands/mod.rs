//! One file for each subcommand.

mod attempt;
mod bench;
mod build;
mod check;
pub mod child;
mod doctor;
mod hint;
mod list;
mod next;
mod race;
mod repl;
mod reset;
mod sanitize;
mod serve;
mod solution;
mod update;

use crate::{
    checkout::Checkout,
    cli::{Cli, Command},
    outcome::{Outcome, WrongUsage},
};
use anyhow::Result;

/// Does what was asked for.
///
/// # Errors
/// Those of the command.
pub fn run(cli: Cli) -> Result<Outcome> {
    if cli.command.is_some() && cli.serve.is_some() {
        let what =
            "--port, --allow-host and --poll go after the command that they are for: cargo lab serve --port 3017";
        return Err(WrongUsage(what.into()).into());
    }
    let checkout = Checkout::open(cli.root)?;
    if !matches!(cli.command, Some(Command::Update)) {
        update::warn_if_cut_off(&checkout);
    }
    match cli.command {
        None => serve::run(&checkout, &cli.serve.unwrap_or_default()),
        Some(Command::Serve(args)) => serve::run(&checkout, &args),
        Some(Command::Build(args)) => build::run(&checkout, &args),
        Some(Command::List(args)) => list::run(&checkout, &args),
        Some(Command::Next) => next::run(&checkout),
        Some(Command::Check(args)) => check::run(&checkout, &args),
        Some(Command::Hint(args)) => hint::run(&checkout, &args),
        Some(Command::Solution(args)) => solution::run(&checkout, &args),
        Some(Command::Reset(args)) => reset::run(&checkout, &args),
        Some(Command::Attempt(args)) => attempt::run(&checkout, &args),
        Some(Command::Update) => update::run(&checkout),
        Some(Command::Race(args)) => race::run(&checkout, &args),
        Some(Command::Bench(args)) => bench::run(&checkout, &args),
        Some(Command::Repl(args)) => repl::run(&checkout, &args),
        Some(Command::Doctor(args)) => doctor::run(&checkout, &args),
    }
}
