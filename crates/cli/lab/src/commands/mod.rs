//! One file for each subcommand.

mod attempt;
mod bench;
mod build;
mod cards;
mod cells;
mod check;
pub mod child;
mod class;
mod cluster;
mod count;
mod doctor;
mod hint;
mod list;
mod listing;
mod next;
mod notebook;
mod race;
mod ranks;
mod real_ranks;
mod repl;
mod report;
pub mod reset;
mod sanitize;
mod serve;
mod slides;
mod solution;
mod update;

use crate::{
    checkout::Checkout,
    cli::{Cli, Command},
    outcome::{Outcome, WrongUsage},
    play::keeper,
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
    if !matches!(cli.command, Some(Command::Update | Command::Keep(_) | Command::Cells(_) | Command::Listing(_))) {
        update::warn_if_cut_off(&checkout);
    }
    match cli.command {
        None => serve::run(&checkout, &cli.serve.unwrap_or_default()),
        Some(Command::Serve(args)) => serve::run(&checkout, &args),
        Some(Command::Build(args)) => build::run(&checkout, &args),
        Some(Command::Slides(args)) => slides::run(&checkout, &args),
        Some(Command::List(args)) => list::run(&checkout, &args),
        Some(Command::Next) => next::run(&checkout),
        Some(Command::Check(args)) => check::run(&checkout, &args),
        Some(Command::Hint(args)) => hint::run(&checkout, &args),
        Some(Command::Solution(args)) => solution::run(&checkout, &args),
        Some(Command::Reset(args)) => reset::run(&checkout, &args),
        Some(Command::Attempt(args)) => attempt::run(&checkout, &args),
        Some(Command::Update) => update::run(&checkout),
        Some(Command::Report(args)) => report::run(&checkout, &args),
        Some(Command::Class(args)) => class::run(&checkout, &args),
        Some(Command::Race(args)) => race::run(&checkout, &args),
        Some(Command::Count(args)) => count::run(&checkout, &args),
        Some(Command::Bench(args)) => bench::run(&checkout, &args),
        Some(Command::Repl(args)) => repl::run(&checkout, &args),
        Some(Command::Notebook(args)) => notebook::run(&checkout, &args),
        Some(Command::Cells(args)) => cells::run(&checkout, &args),
        Some(Command::Cluster(args)) => cluster::run(&checkout, &args),
        Some(Command::Doctor(args)) => doctor::run(&checkout, &args),
        Some(Command::Listing(args)) => listing::run(&checkout, &args),
        Some(Command::Keep(args)) => keeper::run(checkout.root(), &args),
    }
}
