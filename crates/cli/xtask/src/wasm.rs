//! Builds the WebAssembly that is committed under `src/wasm`, of `crates/book/browser` and
//! `crates/judges/shader_playground`, so that readers need no tools for it; and says when the committed files are older
//! than what they are made of.

#[cfg(feature = "wasm")]
mod build;
mod stamp;

use crate::root;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do.
#[derive(clap::Args)]
pub struct Args {
    /// Build nothing; only say whether the committed files are up to date
    #[arg(long)]
    check: bool,
}

/// Builds all modules, or checks them.
///
/// # Errors
/// When the files are out of date, when no compiler with the standard library's sources is there, or when the build
/// fails.
pub fn run(args: &Args) -> Result<ExitCode> {
    if args.check {
        stamp::Stamp::read(&committed())?.check()?;
        println!("src/wasm is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    build()
}

#[cfg(feature = "wasm")]
fn build() -> Result<ExitCode> {
    build::run()?;
    Ok(ExitCode::SUCCESS)
}

/// The glue generator is a heavy dependency that nobody else needs. It lies behind a feature: this program calls itself
/// with it.
#[cfg(not(feature = "wasm"))]
fn build() -> Result<ExitCode> {
    let status = std::process::Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--features", "wasm", "--target-dir", "target/wasm/xtask"])
        .args(["--", "wasm"])
        .current_dir(root())
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the committed files lie. mdBook copies them into the book as they are.
fn committed() -> PathBuf {
    root().join("src/wasm")
}
