//! What the result of a check depends on, as hashes.

use super::Exercise;
use crate::checkout::Checkout;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt::Write, fs, path::Path};
use walkdir::WalkDir;

/// What the result of a check depends on, as two strings, each of which changes when its part does. Not `Cargo.lock`:
/// cargo may complete it while it builds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Fingerprint {
    /// Of what the learner writes: `src/`.
    pub answer: String,
    /// Of all else: the check, the manifests, and the workbook's crates that the exercise uses.
    pub judge: String,
}

/// An exercise's fingerprint, as it lies there now.
///
/// # Errors
/// When one of its files can't be read.
pub fn fingerprint(checkout: &Checkout, exercise: &Exercise) -> Result<Fingerprint> {
    let mut workspace = manifest(&checkout.path("Cargo.toml"))?;
    let crates = workbook::needed_by(checkout.root(), &exercise.dir)?;
    // Another exercise changes nothing for this one.
    if let Some(workspace) = workspace.get_mut("workspace").and_then(toml::Value::as_table_mut) {
        workspace.retain(|key, _| !["members", "default-members", "exclude"].contains(&key));
    }
    let own = exercise.dir.canonicalize().unwrap_or_else(|_| exercise.dir.clone());
    let (mut answer, mut judge) = (Sha256::new(), Sha256::new());
    // As a table: a comment changes nothing.
    feed(&mut judge, Path::new("Cargo.toml"), workspace.to_string().as_bytes());
    for dir in &crates {
        let name = dir.strip_prefix(checkout.root()).unwrap_or(dir);
        feed(&mut judge, &name.join("Cargo.toml"), manifest(&dir.join("Cargo.toml"))?.to_string().as_bytes());
        for folder in ["src", "tests"] {
            let hash = if folder == "src" && *dir == own { &mut answer } else { &mut judge };
            for entry in WalkDir::new(dir.join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok) {
                // A backup of the learner's text is not part of the exercise.
                if entry.file_type().is_file() && entry.path().extension().is_none_or(|end| end != "bak") {
                    let text =
                        fs::read(entry.path()).with_context(|| format!("can't read {}", entry.path().display()))?;
                    feed(hash, entry.path().strip_prefix(checkout.root()).unwrap_or(entry.path()), &text);
                }
            }
        }
    }
    Ok(Fingerprint { answer: hex(answer), judge: hex(judge) })
}

fn hex(hash: Sha256) -> String {
    let mut text = String::new();
    for byte in hash.finalize() {
        write!(text, "{byte:02x}").expect("writing to a string can't fail");
    }
    text
}

/// Adds a file's name and text.
fn feed(hash: &mut Sha256, name: &Path, text: &[u8]) {
    // The length keeps `ab` + `c` apart from `a` + `bc`.
    hash.update(format!("{} {}\n", name.to_string_lossy().replace('\\', "/"), text.len()));
    hash.update(text);
}

fn manifest(path: &Path) -> Result<toml::Table> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is broken", path.display()))
}
