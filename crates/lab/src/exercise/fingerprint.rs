use super::Exercise;
use crate::checkout::Checkout;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

/// What an exercise's result depends on, as one string that changes when any of it does: its own sources, and those of
/// the workbook's crates that it uses. Not `Cargo.lock`: cargo may complete it while it builds.
///
/// # Errors
/// When one of these files can't be read.
pub fn fingerprint(checkout: &Checkout, exercise: &Exercise) -> Result<String> {
    let workspace = manifest(&checkout.path("Cargo.toml"))?;
    let mut crates = BTreeSet::new();
    own_crates(checkout, &workspace, exercise.dir.clone(), &mut crates)?;

    let mut hash = Sha256::new();
    feed(&mut hash, checkout.root(), &checkout.path("Cargo.toml"))?;
    for dir in &crates {
        feed(&mut hash, checkout.root(), &dir.join("Cargo.toml"))?;
        for folder in ["src", "tests"] {
            for entry in WalkDir::new(dir.join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok) {
                // A backup of the learner's text is not part of the exercise.
                if entry.file_type().is_file() && entry.path().extension().is_none_or(|end| end != "bak") {
                    feed(&mut hash, checkout.root(), entry.path())?;
                }
            }
        }
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        write!(text, "{byte:02x}").expect("writing to a string can't fail");
    }
    Ok(text)
}

/// Adds a file's name and text; a file that isn't there counts as empty.
fn feed(hash: &mut Sha256, root: &Path, path: &Path) -> Result<()> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
    };
    // The length keeps `ab` + `c` apart from `a` + `bc`.
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    hash.update(format!("{name} {}\n", text.len()));
    hash.update(text);
    Ok(())
}

/// Adds `dir` and, from its `[dependencies]` and `[dev-dependencies]`, every crate of the workbook it uses.
fn own_crates(
    checkout: &Checkout,
    workspace: &toml::Table,
    dir: PathBuf,
    crates: &mut BTreeSet<PathBuf>,
) -> Result<()> {
    let table = manifest(&dir.join("Cargo.toml"))?;
    // One name for each folder, however it was reached, or two crates that name each other would go round for ever.
    let dir = dir.canonicalize().unwrap_or(dir);
    if !crates.insert(dir.clone()) {
        return Ok(());
    }
    for section in ["dependencies", "dev-dependencies"] {
        let Some(dependencies) = table.get(section).and_then(toml::Value::as_table) else { continue };
        for (name, wanted) in dependencies {
            let here = wanted.get("path").and_then(toml::Value::as_str).map(|path| dir.join(path));
            let shared = || {
                let path = workspace.get("workspace")?.get("dependencies")?.get(name)?.get("path")?;
                Some(checkout.path(path.as_str()?))
            };
            if let Some(dir) = here.or_else(shared) {
                own_crates(checkout, workspace, dir, crates)?;
            }
        }
    }
    Ok(())
}

fn manifest(path: &Path) -> Result<toml::Table> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is broken", path.display()))
}
