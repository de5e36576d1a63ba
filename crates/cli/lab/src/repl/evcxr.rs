//! The program: whether it is there, and how a session of it is started.

use super::{prelude, slot::Slot};
use crate::{
    checkout::Checkout,
    say,
    style::{CARE, TYPE, paint},
};
use anyhow::Result;
use std::process::{Command, Stdio};
use workbook::Crate;

/// What installs it.
pub const INSTALL: &str = "cargo install --locked evcxr_repl";

/// Whether it is there.
pub fn installed() -> bool {
    let mut evcxr = Command::new("evcxr");
    evcxr.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Says that it is missing.
pub fn say_missing() {
    say!("{}: evcxr, a Rust prompt. It takes a few minutes to build:\n", paint(CARE, "missing"));
    say!("  {}", paint(TYPE, INSTALL));
}

/// The command that starts it with these crates loaded, in a folder that no other session has. The session must not
/// outlive the slot.
///
/// # Errors
/// When no folder can be had, or its settings can't be written.
pub fn command(checkout: &Checkout, crates: &[Crate]) -> Result<(Command, Slot)> {
    let slot = Slot::take(checkout)?;
    prelude::write(checkout, crates, &slot.settings())?;
    let mut evcxr = Command::new("evcxr");
    evcxr.env("EVCXR_CONFIG_DIR", slot.settings()).env("EVCXR_TMPDIR", slot.build());
    Ok((evcxr, slot))
}
