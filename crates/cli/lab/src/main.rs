//! `lab`, the learner's command: it serves the book, judges exercises, races kernels and looks at the machine.
//!
//! Each subcommand is one file in `commands/`. What several of them need stands beside it: `exercise/` (what an
//! exercise is), `check/` (building and judging one), `book/` (the book made from its sources), `report/` (what was
//! solved, of one reader and of a class), `server/`.

mod book;
mod chapters;
mod check;
mod checkout;
mod cli;
mod commands;
mod doctor;
mod exercise;
mod interrupt;
mod kept;
mod kernels;
mod listing;
mod out;
mod outcome;
mod play;
mod progress;
mod repl;
mod report;
mod server;
mod style;
mod suggest;
mod watch;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    style::set_colour(cli.color);
    match commands::run(cli) {
        Ok(outcome) => outcome.into(),
        Err(error) => outcome::report(&error),
    }
}
