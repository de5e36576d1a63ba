//! `lab listing`: what a page asks for when its reader runs a listing.

use super::child::start;
use crate::{
    checkout::Checkout,
    cli, listing,
    outcome::{Outcome, WrongUsage},
    play::keeper::Ended,
};
use anyhow::{Context, Result, bail};
use std::{
    fs, io,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

/// How often somebody looks whether the program has ended.
const TURN: Duration = Duration::from_millis(4);

/// Compiles the program, then runs it: all that it prints goes to standard output, in its order. Standard error has
/// what is said about it.
pub fn run(checkout: &Checkout, args: &cli::Listing) -> Result<Outcome> {
    let program = workbook::program(checkout.root(), &args.name)?
        .ok_or_else(|| WrongUsage(format!("there is no listing {:?} that can be run", args.name)))?;
    let text = args.text.as_ref().map(fs::read_to_string).transpose().context("the changed text can't be read")?;
    let built = listing::build(checkout, &program, text.as_deref())?;
    let mut command = start(&built.program, &checkout.path(&program.home.folder));
    command.current_dir(&built.folder).stdin(Stdio::null()).stderr(Stdio::from(io::stdout()));
    let mut child = command.spawn().context("the program can't be started")?;
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().context("the program can't be waited for")? {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(args.seconds) {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(Outcome::Child(Ended::Time.code()));
        }
        thread::sleep(TURN);
    };
    match status.code() {
        Some(0) => Ok(Outcome::Done),
        Some(code) => bail!("the program ended with exit code {code}"),
        None => bail!("the program was ended ({status})"),
    }
}
