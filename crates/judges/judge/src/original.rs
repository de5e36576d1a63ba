//! Is the judge the one that was handed out? What another one says counts for nothing, and is no reason for joy.

use anyhow::{Context, Result};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// What differs between the exercise in `folder` and its `original`, in words: its check, and what in its manifest
/// decides how that is built and run. Nothing if there is no original to compare with.
///
/// What a learner may well add is none of it: tests, dependencies, files of their own, comments.
///
/// # Errors
/// When the original can't be read.
pub fn changed(folder: &Path, original: &Path) -> Result<Vec<String>> {
    let mut changed = Vec::new();
    for inside in files(&original.join("tests"))? {
        let inside = Path::new("tests").join(inside);
        let theirs = fs::read(original.join(&inside)).with_context(|| format!("can't read {}", inside.display()))?;
        let name = inside.display().to_string().replace('\\', "/");
        match fs::read(folder.join(&inside)) {
            Ok(ours) if same(&ours, &theirs) => {}
            Ok(ours) if ours.trim_ascii().is_empty() => changed.push(format!("{name} is empty")),
            Ok(_) => changed.push(format!("{name} was changed")),
            Err(error) if error.kind() == ErrorKind::NotFound => changed.push(format!("{name} is missing")),
            Err(error) => changed.push(format!("{name} can't be read: {error}")),
        }
    }
    if folder.join("build.rs").exists() && !original.join("build.rs").exists() {
        changed.push("there is a build.rs, which may do anything".into());
    }
    let manifest = original.join("Cargo.toml");
    if manifest.exists() {
        let theirs = read(&manifest)?;
        match read(&folder.join("Cargo.toml")) {
            Ok(ours) => changed.extend(differences(&ours, &theirs)),
            Err(error) => changed.push(format!("Cargo.toml: {error:#}")),
        }
    }
    Ok(changed)
}

/// Git may have turned the ends of lines into those of another system.
fn same(ours: &[u8], theirs: &[u8]) -> bool {
    let lines = |text: &[u8]| text.iter().copied().filter(|&byte| byte != b'\r').collect::<Vec<_>>();
    ours == theirs || lines(ours) == lines(theirs)
}

/// What differs in the manifests, of what the check hangs on.
fn differences(ours: &Table, theirs: &Table) -> Vec<String> {
    let mut changed = Vec::new();
    for key in ["test", "dev-dependencies", "build-dependencies", "features", "target", "patch", "profile"] {
        if ours.get(key) != theirs.get(key) {
            changed.push(format!("[{key}] in Cargo.toml was changed"));
        }
    }
    let of = |table: &Table, key: &str| table.get("package").and_then(|package| package.get(key)).cloned();
    for key in ["build", "autotests", "links", "edition"] {
        if of(ours, key) != of(theirs, key) {
            changed.push(format!("{key} in Cargo.toml was changed"));
        }
    }
    // More of them are the learner's to add.
    let dependencies = |table: &Table| table.get("dependencies").and_then(Value::as_table).cloned().unwrap_or_default();
    let ours = dependencies(ours);
    for (name, wanted) in dependencies(theirs) {
        if ours.get(&name) != Some(&wanted) {
            changed.push(format!("the dependency {name} in Cargo.toml was changed"));
        }
    }
    changed
}

fn read(path: &Path) -> Result<Table> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is broken", path.display()))
}

/// The files in a folder, from there; none if it isn't there.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inside) = folders.pop() {
        let entries = match fs::read_dir(folder.join(&inside)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("can't read {}", folder.display())),
        };
        for entry in entries {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const MANIFEST: &str = "[package]\nname = \"e\"\nedition = \"2024\"\n\n[dev-dependencies]\nwitness.workspace = true\n\n\
        [[test]]\nname = \"check\"\nharness = false\n";
    const CHECK: &str = "#[test]\nfn right() {\n    assert!(e::f());\n}\n";

    /// Compares an exercise with its original after `change`, which gets the exercise's folder.
    fn after(change: impl FnOnce(&Path)) -> Vec<String> {
        let root = TempDir::new().unwrap();
        let (folder, original) = (root.path().join("e"), root.path().join("originals/e"));
        for dir in [&folder, &original] {
            fs::create_dir_all(dir.join("tests")).unwrap();
            fs::write(dir.join("Cargo.toml"), MANIFEST).unwrap();
            fs::write(dir.join("tests/check.rs"), CHECK).unwrap();
        }
        change(&folder);
        changed(&folder, &original).unwrap()
    }

    #[test]
    fn every_change_of_the_judge_is_noticed() {
        let check = |text: &'static str| move |dir: &Path| fs::write(dir.join("tests/check.rs"), text).unwrap();
        let manifest = |a: &'static str, b: &'static str| {
            assert!(MANIFEST.contains(a));
            move |dir: &Path| fs::write(dir.join("Cargo.toml"), MANIFEST.replace(a, b)).unwrap()
        };
        assert_eq!(after(check("#[test]\nfn right() {}\n")), ["tests/check.rs was changed"]);
        assert_eq!(after(check("\n")), ["tests/check.rs is empty"]);
        assert_eq!(after(check("#[test]\n#[ignore]\nfn right() {}\n")), ["tests/check.rs was changed"]);
        assert_eq!(after(|dir| fs::remove_file(dir.join("tests/check.rs")).unwrap()), ["tests/check.rs is missing"]);
        assert_eq!(after(|dir| fs::remove_dir_all(dir.join("tests")).unwrap()), ["tests/check.rs is missing"]);
        assert_eq!(after(manifest("harness = false", "harness = true")), ["[test] in Cargo.toml was changed"]);
        assert_eq!(after(manifest("harness = false", "test = false")), ["[test] in Cargo.toml was changed"]);
        assert_eq!(
            after(manifest("edition = \"2024\"", "edition = \"2024\"\nautotests = false")),
            ["autotests in Cargo.toml was changed"]
        );
        assert_eq!(
            after(manifest("witness.workspace = true", "witness = { path = \"../mine\" }")),
            ["[dev-dependencies] in Cargo.toml was changed"]
        );
        assert_eq!(
            after(|dir| fs::write(dir.join("build.rs"), "fn main() {}").unwrap()),
            ["there is a build.rs, which may do anything"]
        );
        assert!(after(|dir| fs::write(dir.join("Cargo.toml"), "[").unwrap())[0].starts_with("Cargo.toml: "));
        assert!(after(|dir| fs::remove_file(dir.join("Cargo.toml")).unwrap())[0].starts_with("Cargo.toml: can't read"));
    }

    #[test]
    fn what_is_the_learners_to_change_is_not_minded() {
        assert!(after(|_| {}).is_empty());
        let more = MANIFEST.replace("name = \"e\"", "name = \"second\" # mine")
            + "\n[dependencies]\nrayon.workspace = true\n\n[lib]\nname = \"e\"\n";
        assert!(after(|dir| fs::write(dir.join("Cargo.toml"), more).unwrap()).is_empty());
        assert!(after(|dir| fs::write(dir.join("tests/mine.rs"), "").unwrap()).is_empty());
        let windows = CHECK.replace('\n', "\r\n");
        assert!(after(|dir| fs::write(dir.join("tests/check.rs"), windows).unwrap()).is_empty());
    }

    #[test]
    fn without_an_original_there_is_nothing_to_compare() {
        let root = TempDir::new().unwrap();
        assert!(changed(root.path(), &root.path().join("none")).unwrap().is_empty());
    }
}
