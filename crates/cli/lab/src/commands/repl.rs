//! `lab repl`: the prompt, with the kernels loaded.

use crate::{
    checkout::Checkout,
    cli,
    commands::child::finish,
    outcome::Outcome,
    repl::{prelude, replay, slot::Slot},
    say,
    style::{CARE, TYPE, paint},
};
use anyhow::Result;
use std::process::{Command, Stdio};

/// Starts evcxr with the kernels and the plot helper loaded, or replays a transcript in it.
pub fn run(checkout: &Checkout, args: &cli::Repl) -> Result<Outcome> {
    let crates = prelude::crates(checkout, args.chapter.as_deref())?;
    if !installed() {
        say!("{}: evcxr, a Rust prompt. It takes a few minutes to build:\n", paint(CARE, "missing"));
        say!("  {}", paint(TYPE, "cargo install --locked evcxr_repl"));
        return Ok(Outcome::NotYet);
    }
    let slot = Slot::take(checkout)?;
    prelude::write(checkout, &crates, slot.settings())?;
    let mut evcxr = Command::new("evcxr");
    evcxr.env("EVCXR_CONFIG_DIR", slot.settings()).env("EVCXR_TMPDIR", slot.build());
    match &args.replay {
        Some(file) => replay::replay(evcxr, file),
        None => {
            say!("Loaded: {}.", crates.iter().map(|it| &*it.name).collect::<Vec<_>>().join(", "));
            say!(
                "The first line you enter compiles them: a minute or two in which evcxr says nothing. Later it's quick."
            );
            say!("Try:    {}", paint(TYPE, prelude::FIRST_LINE));
            finish(evcxr)
        }
    }
}

fn installed() -> bool {
    Command::new("evcxr")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
