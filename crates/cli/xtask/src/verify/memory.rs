//! Verdicts that were found before: a candidate is judged again when something has changed that its verdict depends on.
//!
//! What counts is in [`Grounds`]. A verdict that the candidate doesn't deserve is never taken from here, and one that
//! lacks tests which this machine couldn't run is not kept.

use super::{
    exercise::{Candidate, Exercise},
    judge::Verdict,
    workspace::{self, Built, beside},
};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use walkdir::WalkDir;

/// What a verdict depends on beside the workbook's files.
pub struct Surroundings {
    /// What the compiler says of itself.
    compiler: String,
    /// Variables that change how something is compiled, or what must not be skipped.
    variables: Vec<(&'static str, String)>,
}

impl Surroundings {
    /// Those of this process.
    pub fn here() -> Result<Self> {
        let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
        let output = Command::new(rustc).arg("-vV").output().context("can't start the compiler")?;
        let compiler = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = ["LAB_REQUIRE", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"];
        let variables = names.into_iter().map(|name| (name, env::var(name).unwrap_or_default())).collect();
        Ok(Self { compiler, variables })
    }
}

/// What all candidates of an exercise have in common that their verdicts depend on, as a hash: the check and the
/// exercise's other files, the manifests, the workbook's crates that are needed, with all their files, the lock file,
/// the judge and `verify` itself, and the [`Surroundings`].
pub struct Grounds(Sha256);

impl Grounds {
    /// Those of `exercise` in the workbook at `root`.
    pub fn of(root: &Path, exercise: &Exercise, surroundings: &Surroundings) -> Result<Self> {
        let mut hash = Sha256::new();
        feed(&mut hash, "compiler", surroundings.compiler.as_bytes());
        for (name, value) in &surroundings.variables {
            feed(&mut hash, name, value.as_bytes());
        }
        for path in ["Cargo.lock", ".cargo/config.toml"] {
            feed(&mut hash, path, &fs::read(root.join(path)).unwrap_or_default());
        }
        feed(&mut hash, "Cargo.toml", shared_manifest(root)?.as_bytes());
        let mut files = Files { root, hash };
        let answer = exercise.folder.join("src/lib.rs");
        files.within(&exercise.folder, |path| path != answer)?;
        let solution = exercise.solution.join("src/lib.rs");
        files.add(&exercise.solution.join("Cargo.toml"))?;
        for path in beside(&solution)? {
            files.add(&path)?;
        }
        let mut crates = BTreeSet::new();
        for package in [&exercise.folder, &exercise.solution, &root.join("crates/judges/judge")] {
            crates.extend(workbook::needed_by(root, package)?);
        }
        // Of those, the exercise has been read.
        let exercises = root.join("exercises").canonicalize()?;
        for folder in crates.iter().filter(|folder| !folder.starts_with(&exercises)) {
            files.within(folder, |_| true)?;
        }
        let verify = root.join("crates/cli/xtask/src");
        files.within(&verify, |path| {
            path.strip_prefix(&verify).is_ok_and(|path| path.to_string_lossy().starts_with("verify"))
        })?;
        Ok(Self(files.hash))
    }

    /// With what is the candidate's own: its text, and what lies beside it.
    pub fn with(&self, candidate: &Candidate) -> Result<Key> {
        let mut hash = self.0.clone();
        feed(&mut hash, "answer", candidate.text()?.as_bytes());
        for path in beside(&candidate.source)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            feed(&mut hash, &name, &fs::read(&path)?);
        }
        let mut text = String::new();
        for byte in hash.finalize() {
            write!(text, "{byte:02x}")?;
        }
        Ok(Key(text))
    }
}

/// Stands for all that a verdict depends on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Key(String);

/// The root's manifest, as a table, for a comment changes nothing; without the members, for another exercise changes
/// nothing.
fn shared_manifest(root: &Path) -> Result<String> {
    let mut manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    if let Some(workspace) = manifest.get_mut("workspace").and_then(toml::Value::as_table_mut) {
        workspace.retain(|key, _| !["members", "default-members", "exclude"].contains(&key));
    }
    Ok(manifest.to_string())
}

struct Files<'a> {
    root: &'a Path,
    hash: Sha256,
}

impl Files<'_> {
    fn add(&mut self, path: &Path) -> Result<()> {
        let text = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
        let name = path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().into_owned();
        feed(&mut self.hash, &name, &text);
        Ok(())
    }

    /// Adds the files in `folder` that count.
    fn within(&mut self, folder: &Path, counts: impl Fn(&Path) -> bool) -> Result<()> {
        let built = |entry: &walkdir::DirEntry| entry.file_type().is_dir() && entry.file_name() == "target";
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !built(entry)) {
            let entry = entry?;
            if entry.file_type().is_file() && counts(entry.path()) {
                self.add(entry.path())?;
            }
        }
        Ok(())
    }
}

fn feed(hash: &mut Sha256, name: &str, text: &[u8]) {
    // The length keeps `ab` + `c` apart from `a` + `bc`.
    hash.update(format!("{name} {}\n", text.len()));
    hash.update(text);
}

#[derive(Deserialize, Serialize)]
struct Entry {
    key: Key,
    verdict: Verdict,
    /// Whether all tests ran.
    whole: bool,
    warnings: String,
}

/// The verdict that was kept for this candidate, if nothing has changed since and it is the one that it deserves; on
/// `all` tests, if that is wanted.
pub fn recall(candidate: &Candidate, key: &Key, all: bool) -> Option<(Built, Verdict)> {
    let Entry { key: old, verdict, whole, warnings } = serde_json::from_slice(&fs::read(file(candidate)).ok()?).ok()?;
    let good = old == *key && (whole || !all) && verdict.agrees_with(candidate);
    good.then_some((Built { program: None, warnings }, verdict))
}

/// Keeps a verdict; `whole` says whether all tests ran.
pub fn keep(candidate: &Candidate, key: Key, verdict: Verdict, whole: bool, warnings: String) -> Result<Verdict> {
    let entry = Entry { key, verdict, whole, warnings };
    let file = file(candidate);
    fs::create_dir_all(file.parent().expect("it lies in a folder"))?;
    fs::write(&file, serde_json::to_string(&entry)?).with_context(|| format!("can't write {}", file.display()))?;
    Ok(entry.verdict)
}

fn file(candidate: &Candidate) -> PathBuf {
    let name = format!("{}--{}.json", candidate.role.name(), candidate.name);
    workspace::folder().join("verdicts").join(&candidate.slug).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::exercise::Role;

    /// Files that the verdict on a mutant depends on, in a workbook of one exercise.
    const FILES: [&str; 16] = [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo/config.toml",
        "exercises/e/Cargo.toml",
        "exercises/e/tests/check.rs",
        "exercises/e/src/e.wgsl",
        "exercises/solutions/e/Cargo.toml",
        "exercises/solutions/e/src/e.wgsl",
        "exercises/solutions/e/mutants/shader.wgsl",
        "exercises/solutions/e/mutants/m.rs",
        "crates/needed/Cargo.toml",
        "crates/needed/src/lib.rs",
        "crates/needed_by_that/Cargo.toml",
        "crates/needed_by_that/data/table.csv",
        "crates/judges/judge/Cargo.toml",
        "crates/cli/xtask/src/verify/judge.rs",
    ];
    const OTHERS: [&str; 4] = [
        "exercises/e/src/lib.rs",
        "exercises/solutions/e/notes.md",
        "crates/other/src/lib.rs",
        "crates/cli/xtask/src/wasm.rs",
    ];

    fn key(root: &Path, surroundings: &Surroundings) -> Key {
        let inside = |path: &str| root.join("exercises").join(path);
        let exercise = Exercise {
            slug: "e".into(),
            folder: inside("e"),
            solution: inside("solutions/e"),
            original: inside("originals/e"),
            manifest: toml::Table::new(),
        };
        let candidate = Candidate {
            slug: "e".into(),
            title: "E".into(),
            role: Role::Mutant,
            name: "m".into(),
            source: inside("solutions/e/mutants/m.rs"),
            text: None,
            caught_by: None,
            beside: None,
            needs: Vec::new(),
            words: Vec::new(),
        };
        Grounds::of(root, &exercise, surroundings).unwrap().with(&candidate).unwrap()
    }

    fn surroundings(compiler: &str, required: &str) -> Surroundings {
        Surroundings { compiler: compiler.into(), variables: vec![("LAB_REQUIRE", required.into())] }
    }

    #[test]
    fn whatever_a_verdict_depends_on_changes_its_key_and_nothing_else_does() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        for path in FILES.into_iter().chain(OTHERS) {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            let text = match path {
                "Cargo.toml" => "[workspace.dependencies]\nneeded = { path = \"crates/needed\" }\n",
                "exercises/solutions/e/Cargo.toml" => "[dev-dependencies]\nneeded.workspace = true\n",
                "crates/needed/Cargo.toml" => "[dependencies]\nneeded_by_that = { path = \"../needed_by_that\" }\n",
                _ => "",
            };
            fs::write(root.join(path), text).unwrap();
        }
        let here = surroundings("rustc 1", "gpu");
        let before = key(&root, &here);
        let changed = |path: &str| {
            let old = fs::read_to_string(root.join(path)).unwrap();
            fs::write(root.join(path), format!("{old}\n[package.metadata]\n")).unwrap();
            let changed = key(&root, &here) != before;
            fs::write(root.join(path), old).unwrap();
            changed
        };
        for path in FILES {
            assert!(changed(path), "{path}");
        }
        for path in OTHERS {
            assert!(!changed(path), "{path}");
        }
        assert_eq!(key(&root, &here), before);
        assert_ne!(key(&root, &surroundings("rustc 2", "gpu")), before);
        assert_ne!(key(&root, &surroundings("rustc 1", "gpu,numpy")), before);
        // Another exercise is none of its business.
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        fs::write(root.join("Cargo.toml"), format!("{manifest}[workspace]\nmembers = [\"exercises/f\"]\n")).unwrap();
        assert_eq!(key(&root, &here), before);
    }
}
