//! The authors' chores. Readers need none of them.

mod mutant;
mod originals;
mod record;
mod sanitize;
mod verify;
mod wasm;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

/// The authors' chores.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Prove the exercises: each stub fails its check, each solution passes it, each mutant fails it
    Verify(verify::Args),
    /// Write a mutant out as a file to look at, or take one in as a patch
    Mutant(mutant::Args),
    /// Take the exercises as they lie there now for what is handed out: copy them to exercises/originals
    Originals(originals::Args),
    /// Measure this machine into benches/record
    Record(record::Args),
    /// Watch the threads with ThreadSanitizer and the unsafe code with Miri, where the toolchain has them
    Sanitize(sanitize::Args),
    /// Build the WebAssembly of crates/book/browser into src/wasm
    Wasm(wasm::Args),
}

fn main() -> ExitCode {
    let outcome = match env::var_os(verify::NOTES) {
        Some(notes) => verify::note(Path::new(&notes)),
        None => run(Cli::parse().chore),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Verify(args) => verify::run(&args),
        Chore::Mutant(args) => mutant::run(&args),
        Chore::Originals(args) => originals::run(&args),
        Chore::Record(args) => record::run(&args),
        Chore::Sanitize(args) => sanitize::run(&args),
        Chore::Wasm(args) => wasm::run(&args),
    }
}

/// The repository's root.
fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> =
        LazyLock::new(|| workbook::of_package().expect("cargo xtask runs this, and says where it lies"));
    &ROOT
}
