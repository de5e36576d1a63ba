//! Programs of the workbook that `lab` starts: too heavy to be a part of it.

use crate::{checkout::Checkout, outcome::Outcome, say, style};
use anyhow::{Context, Result, bail};
use meanwhile::Line;
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

/// A line of cargo's JSON that tells of a program.
#[derive(Deserialize)]
struct Artifact {
    executable: Option<PathBuf>,
}

/// Has cargo build a program, by these arguments of its, and gives where it lies. Whether there is anything to compile,
/// cargo knows; while it compiles, a line on standard error says how far it is. `what` names the program in words.
///
/// # Errors
/// When cargo can't be started, or can't build it; what the compiler says is in the error.
pub fn program(checkout: &Checkout, arguments: &[&str], what: &str) -> Result<PathBuf> {
    let mut cargo = checkout.cargo();
    cargo.args(arguments);
    program_of(cargo, what)
}

/// The same by a cargo that knows its arguments, all but for the form of what it tells.
///
/// # Errors
/// As [`program`].
pub fn program_of(mut cargo: Command, what: &str) -> Result<PathBuf> {
    cargo.arg("--message-format=json-render-diagnostics");
    cargo.env("CARGO_TERM_COLOR", style::for_children());
    let built = meanwhile::build(&mut cargo, what).context("cargo can't be started")?;
    if !built.success {
        bail!("{what} can't be compiled:\n\n{}", built.stderr.trim_end());
    }
    last_program(&built.stdout).with_context(|| format!("cargo built no program of {what}"))
}

/// The last program that cargo's messages tell of.
fn last_program(messages: &str) -> Option<PathBuf> {
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
    artifacts.rev().find_map(|artifact| artifact.executable)
}

/// The command that starts `program` as cargo would, which has it run in `folder`.
pub fn start(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder);
    command
}

/// Waits for `command`, whose output goes where ours does.
///
/// # Errors
/// When it can't be started or is killed.
pub fn finish(mut command: Command) -> Result<Outcome> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} can't be started"))?;
    outcome(&name, status)
}

/// Waits for `command`, which says nothing before it is done, and tells meanwhile that it is `doing` something.
///
/// # Errors
/// When it can't be started or is killed.
pub fn finish_silent(mut command: Command, doing: &str) -> Result<Outcome> {
    let name = command.get_program().to_string_lossy().into_owned();
    let line = Line::new();
    line.say(doing);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("{name} can't be started"))?;
    drop(line);
    let text = String::from_utf8_lossy(&output.stdout);
    if !text.is_empty() {
        say!("{}", text.trim_end());
    }
    outcome(&name, output.status)
}

/// What a program's end means.
fn outcome(name: &str, status: ExitStatus) -> Result<Outcome> {
    if status.success() {
        return Ok(Outcome::Done);
    }
    let code = status.code().with_context(|| format!("{name} was ended from outside ({status})"))?;
    Ok(Outcome::Child(u8::try_from(code).unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
                        {\"reason\":\"compiler-artifact\",\"executable\":\"/w/target/release/race\"}\n\
                        {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(last_program(messages), Some("/w/target/release/race".into()));
        assert_eq!(last_program(""), None);
    }
}
