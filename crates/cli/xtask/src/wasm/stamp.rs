//! What the committed WebAssembly was made of: a list of hashes beside it.

use crate::root;
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The stamp's name in `src/wasm`.
pub const FILE: &str = "stamp.toml";

/// What went in and what came out. Paths are relative to the repository's root and written with `/`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// The compiler, as it names itself.
    pub rustc: String,
    /// Packages of Cargo.lock that were compiled in, `name version`.
    pub packages: BTreeSet<String>,
    /// Hash of the code of every source file, comments left out.
    pub sources: BTreeMap<String, String>,
    /// Hash of every file that was made.
    pub outputs: BTreeMap<String, String>,
}

impl Stamp {
    /// Reads the stamp that lies in `dir`.
    ///
    /// # Errors
    /// When there is none, or it isn't one.
    pub fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(FILE);
        let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not a stamp", path.display()))
    }

    /// # Errors
    /// A sentence naming the first file or package that is no longer what it was.
    pub fn check(&self) -> Result<()> {
        for (path, hash) in &self.sources {
            ensure!(*hash == source(path)?, "{path} has changed since the WebAssembly was built");
        }
        for (path, hash) in &self.outputs {
            ensure!(*hash == output(path)?, "{path} is not the file that was built");
        }
        let locked = locked()?;
        for package in &self.packages {
            ensure!(locked.contains(package), "the WebAssembly was built with {package}, which Cargo.lock lacks");
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// The packages in the workspace's lock file, `name version`.
pub fn locked() -> Result<BTreeSet<String>> {
    let lock: Lock = toml::from_str(&fs::read_to_string(root().join("Cargo.lock"))?)?;
    Ok(lock.package.iter().map(|package| format!("{} {}", package.name, package.version)).collect())
}

/// The hash of a source file's code. Lines that hold only a comment don't count: mending a word must not ask a
/// contributor for a WebAssembly compiler. (The build leaves line numbers out: they change nothing.)
pub fn source(path: &str) -> Result<String> {
    let text = fs::read_to_string(root().join(path)).with_context(|| format!("can't read {path}"))?;
    let comment = if path.ends_with(".toml") { "#" } else { "//" };
    let mut hash = Sha256::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with(comment)) {
        hash.update(line);
        hash.update("\n");
    }
    Ok(hex(&hash.finalize()))
}

/// The hash of a file as it is.
pub fn output(path: &str) -> Result<String> {
    let bytes = fs::read(root().join(path)).with_context(|| format!("can't read {path}"))?;
    Ok(hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes anything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::committed;

    #[test]
    fn the_committed_wasm_is_up_to_date() {
        if let Err(stale) = Stamp::read(&committed()).and_then(|stamp| stamp.check()) {
            panic!("{stale:#}: run `cargo xtask wasm` and commit src/wasm");
        }
    }

    #[test]
    fn a_stamp_lists_what_the_modules_are_made_of() {
        let stamp = Stamp::read(&committed()).unwrap();
        for path in [
            "crates/kernels/mandelbrot/src/simd.rs",
            "crates/book/browser/src/board.rs",
            "crates/judges/shader_playground/src/task.rs",
            "crates/judges/shader_sim/src/machine.rs",
            "crates/cli/xtask/src/wasm/build.rs",
        ] {
            assert!(stamp.sources.contains_key(path), "{path} is not stamped");
        }
        for path in [
            "src/wasm/plain/browser_bg.wasm",
            "src/wasm/shared/browser_bg.wasm",
            "src/wasm/shaders/shader_playground_bg.wasm",
        ] {
            assert!(stamp.outputs.contains_key(path), "{path} is not stamped");
        }
    }

    #[test]
    fn a_changed_source_is_noticed() {
        let mut stamp = Stamp::read(&committed()).unwrap();
        let (path, hash) = stamp.sources.first_entry().map(|e| (e.key().clone(), e.remove())).unwrap();
        stamp.sources.insert(path.clone(), hash.replace(|c: char| c.is_ascii_digit(), "f"));
        assert!(stamp.check().unwrap_err().to_string().contains(&path));
    }

    #[test]
    fn a_changed_dependency_is_noticed() {
        let mut stamp = Stamp::read(&committed()).unwrap();
        stamp.packages.insert("rayon 0.0.1".into());
        assert!(stamp.check().unwrap_err().to_string().contains("rayon 0.0.1"));
    }
}
