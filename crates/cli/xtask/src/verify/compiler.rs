//! The compiler, called without cargo.
//!
//! An exercise has twenty candidates, and they differ in one file. Cargo says once how it would compile the answer and
//! the check; each candidate is then compiled with the same calls. So rustc finds what it knew of the check from the
//! candidate before (`-C incremental`), and generates code only for what the other answer changes.
//!
//! Cargo tells its calls to a wrapper, which this program is, too: see [`note`].

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// The environment variable that makes a wrapper of this program: the folder to write notes to.
pub const NOTES: &str = "VERIFY_NOTES";

/// One call of the compiler, as cargo would make it.
#[derive(Deserialize, Serialize)]
pub struct Call {
    program: String,
    arguments: Vec<String>,
    /// The variables that cargo sets for it.
    environment: BTreeMap<String, String>,
}

impl Call {
    /// The call that was noted for the crate `name` of the package `package`.
    pub fn noted(notes: &Path, package: &str, name: &str) -> Result<Self> {
        let file = file(notes, package, name);
        let text = fs::read_to_string(&file).with_context(|| format!("cargo hasn't said how to compile {package}"))?;
        serde_json::from_str(&text).with_context(|| format!("{} is broken", file.display()))
    }

    /// Forgets what was noted.
    pub fn forget(notes: &Path, package: &str, name: &str) {
        // It may never have been noted.
        let _ = fs::remove_file(file(notes, package, name));
    }

    /// The call with its products in `out`, and the library `answer` taken from there, too. Messages are for people.
    pub fn into(mut self, out: &Path, answer: &str) -> Self {
        self.arguments.retain(|argument| !argument.starts_with("--error-format") && !argument.starts_with("--json"));
        for place in 1..self.arguments.len() {
            let (before, here) = self.arguments.split_at_mut(place);
            let (option, value) = (&before[place - 1], &mut here[0]);
            if option == "--out-dir" {
                *value = out.display().to_string();
            } else if option == "--extern"
                && let Some((name, file)) = value.split_once('=')
                && name == answer
            {
                let file = Path::new(file).file_name().unwrap_or_default();
                *value = format!("{name}={}", out.join(file).display());
            }
        }
        self
    }

    /// The call with these arguments added; of an option that comes twice, the last counts.
    pub fn with(mut self, more: impl IntoIterator<Item = String>) -> Self {
        self.arguments.extend(more);
        self
    }

    /// The file that a test program becomes in `out`.
    pub fn product(&self, out: &Path) -> PathBuf {
        let after = |option: &str| {
            let at = self.arguments.iter().position(|argument| argument == option)?;
            self.arguments.get(at + 1)
        };
        let name = after("--crate-name").map_or("", String::as_str);
        let ending = self.arguments.iter().find_map(|argument| argument.strip_prefix("extra-filename="));
        out.join(format!("{name}{}{}", ending.unwrap_or_default(), env::consts::EXE_SUFFIX))
    }

    /// Compiles, in `folder`: whether it went well, and what the compiler had to say.
    pub fn run(&self, folder: &Path) -> Result<(bool, String)> {
        let mut rustc = Command::new(&self.program);
        rustc.args(&self.arguments).envs(&self.environment).current_dir(folder).stdin(Stdio::null());
        let output = rustc.output().context("can't start the compiler")?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

fn file(notes: &Path, package: &str, name: &str) -> PathBuf {
    notes.join(format!("{package}.{name}.json"))
}

/// What this program does as cargo's wrapper of the compiler: it writes down how an exercise would be compiled. The
/// answer is then compiled, as cargo won't go on to the check without. The check is not: its call ends in a failure,
/// and so is none that cargo would leave out the next time.
///
/// # Errors
/// When cargo calls it otherwise than it does a wrapper.
pub fn note(notes: &Path) -> Result<ExitCode> {
    let mut arguments = env::args().skip(1);
    let program = arguments.next().context("a wrapper is called with the compiler")?;
    let arguments: Vec<_> = arguments.collect();
    let exercise = arguments.iter().any(|argument| argument.starts_with("exercises/"));
    if exercise {
        // But for cargo's own way of sharing out the cores, which ends with it.
        let cargos = |name: &str| name.starts_with("CARGO_") && name != "CARGO_MAKEFLAGS";
        let environment: BTreeMap<_, _> = env::vars().filter(|(name, _)| cargos(name)).collect();
        let package = environment.get("CARGO_PKG_NAME").context("cargo names the package")?.clone();
        let check = arguments.windows(2).any(|two| two == ["--crate-name", "check"]);
        let name = if check { "check" } else { "answer" };
        let call = Call { program: program.clone(), arguments: arguments.clone(), environment };
        fs::write(file(notes, &package, name), serde_json::to_string(&call)?)?;
        if check {
            return Ok(ExitCode::FAILURE);
        }
    }
    let status = Command::new(program).args(arguments).status().context("can't start the compiler")?;
    ensure!(status.code().is_some(), "the compiler ended with {status}");
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(arguments: &[&str]) -> Call {
        let arguments = arguments.iter().map(|argument| argument.to_string()).collect();
        Call { program: "rustc".into(), arguments, environment: BTreeMap::new() }
    }

    #[test]
    fn a_call_is_made_again_with_its_products_elsewhere() {
        let noted = call(&[
            "--crate-name",
            "check",
            "--error-format=json",
            "--json=artifacts",
            "-C",
            "extra-filename=-1a",
            "--out-dir",
            "/target/deps",
            "--extern",
            "wedges=/target/deps/libwedges-2b.rlib",
            "--extern",
            "witness=/target/deps/libwitness-3c.rlib",
        ]);
        let call = noted.into(Path::new("/out"), "wedges").with(["-C".into(), "strip=debuginfo".into()]);
        let want = "--crate-name check -C extra-filename=-1a --out-dir /out --extern wedges=/out/libwedges-2b.rlib \
            --extern witness=/target/deps/libwitness-3c.rlib -C strip=debuginfo";
        assert_eq!(call.arguments.join(" "), want);
        assert_eq!(
            call.product(Path::new("/out")),
            Path::new("/out").join(format!("check-1a{}", env::consts::EXE_SUFFIX))
        );
    }
}
