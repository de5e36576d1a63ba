//! `cargo xtask sanitize [CRATE…]`: what tests can't see. ThreadSanitizer watches every access of the programs that run
//! threads, and reports two that race even when their answer came out right; Miri interprets the crates whose lesson is
//! unsafe code, and reports undefined behaviour.
//!
//! Each runs where the toolchain has it, and is told as skipped, with the reason, where it hasn't.
//! `LAB_REQUIRE=tsan,miri` turns either absence into a failure.

use crate::root;
use anyhow::{Context, Result, bail, ensure};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// What to watch.
#[derive(clap::Args)]
pub struct Args {
    /// Only these crates, of those that either tool is meant for
    crates: Vec<String>,
}

/// Crates whose tests run threads, with the arguments that keep what they can't be watched doing out of it.
const THREADED: &[(&str, &[&str])] = &[
    // Not what loom plays: it switches stacks, which the sanitizer can't follow.
    ("steps_shared", &["--test", "answers"]),
    // A test that waits for a deadlock to be named waits long: the sanitizer's own thread never rests.
    ("steps_pools", &["--", "--skip", "waits_for_ever"]),
];

/// Crates whose unsafe code Miri can interpret: no system calls but the plainest.
const UNSAFE: &[(&str, &[&str])] = &[("steps_shared", &["--test", "answers"])];

/// Runs both tools where they are.
///
/// # Errors
/// When a tool reports something, or is missing though `LAB_REQUIRE` names it.
pub fn run(args: &Args) -> Result<ExitCode> {
    let wanted = |name: &str| args.crates.is_empty() || args.crates.iter().any(|wanted| wanted == name);
    let known = |name: &String| {
        THREADED.iter().any(|(known, _)| known == name) || UNSAFE.iter().any(|(known, _)| known == name)
    };
    if let Some(unknown) = args.crates.iter().find(|name| !known(name)) {
        eprintln!(
            "error: neither tool is meant for {unknown:?}; crates/cli/xtask/src/sanitize.rs lists what they watch"
        );
        return Ok(ExitCode::from(2));
    }
    let threaded: Vec<_> = THREADED.iter().filter(|(name, _)| wanted(name)).collect();
    if !threaded.is_empty() {
        match thread_sanitizer() {
            Err(reason) => skipped("tsan", "ThreadSanitizer", &reason)?,
            Ok(target) => {
                for (name, options) in threaded {
                    watched(name, options, &target)?;
                }
            }
        }
    }
    let interpreted: Vec<_> = UNSAFE.iter().filter(|(name, _)| wanted(name)).collect();
    if !interpreted.is_empty() {
        match miri() {
            Err(reason) => skipped("miri", "Miri", &reason)?,
            Ok(toolchain) => {
                for (name, options) in interpreted {
                    let mut cargo = Command::new("cargo");
                    // The system's clock and randomness are the only things of the outside that the tests ask for.
                    cargo
                        .env("MIRIFLAGS", "-Zmiri-disable-isolation")
                        .args(&toolchain)
                        .args(["miri", "test", "-p", name])
                        .args(*options);
                    finish(cargo, &format!("Miri: {name}"))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The target to build for, where this toolchain can build a program, its standard library with it, that is watched.
///
/// # Errors
/// What is missing.
fn thread_sanitizer() -> Result<String, String> {
    let rustc = |what: &[&str]| {
        let output = Command::new("rustc").args(what).output().map_err(|e| format!("rustc can't be started: {e}"))?;
        Ok::<_, String>(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let target = rustc(&["--print", "host-tuple"])?;
    let library = Path::new(&rustc(&["--print", "sysroot"])?).join("lib/rustlib");
    let runtime = |name: &str| name.ends_with("_rt.tsan.a") || name.ends_with("_rt.tsan.dylib");
    let files = std::fs::read_dir(library.join(&target).join("lib")).into_iter().flatten().flatten();
    if !files.map(|file| file.file_name()).any(|name| runtime(&name.to_string_lossy())) {
        return Err(format!("this toolchain has no runtime of it for {target}"));
    }
    // A standard library that isn't watched itself makes it report races that are none.
    if !library.join("src/rust/library/std/Cargo.toml").is_file() {
        return Err("the standard library's source isn't here: rustup component add rust-src".into());
    }
    Ok(target)
}

/// Runs a crate's tests under ThreadSanitizer.
fn watched(name: &str, options: &[&str], target: &str) -> Result<()> {
    let mut cargo = Command::new("cargo");
    // Both belong to nightly compilers; a stable one has them too, and asks to be told that one means it.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=thread");
    cargo.env("CARGO_TARGET_DIR", folder()).env("TSAN_OPTIONS", suppressions());
    cargo.args(["test", "--quiet", "-Zbuild-std", "--target", target, "-p", name]);
    // Without the examples in the documentation, which are built by another program.
    cargo.args(if options.contains(&"--test") { &[][..] } else { &["--lib", "--tests"] }).args(options);
    finish(cargo, &format!("ThreadSanitizer: {name}"))
}

/// Everything is compiled anew for it.
fn folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("sanitize")
}

fn suppressions() -> String {
    format!("halt_on_error=1 suppressions={}", root().join("crates/cli/xtask/tsan.txt").display())
}

/// The toolchain that has Miri, as cargo's first argument: the usual one, or nightly.
///
/// # Errors
/// What to install.
fn miri() -> Result<Vec<&'static str>, String> {
    let there = |toolchain: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(toolchain).args(["miri", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        cargo.status().is_ok_and(|status| status.success())
    };
    [vec![], vec!["+nightly"]]
        .into_iter()
        .find(|toolchain| there(toolchain))
        .ok_or_else(|| "no toolchain here has it: rustup +nightly component add miri".into())
}

/// Says that a tool did not run, which is a failure where it is required.
fn skipped(key: &str, tool: &str, reason: &str) -> Result<()> {
    ensure!(!variant::required(key), "{tool} is required and missing: {reason}");
    println!("SKIPPED: {tool} ({reason})");
    Ok(())
}

fn finish(mut cargo: Command, what: &str) -> Result<()> {
    println!("{what}");
    let status = cargo.current_dir(root()).status().context("cargo can't be started")?;
    if !status.success() {
        bail!("{what} found something, or its tests failed ({status})");
    }
    Ok(())
}
