//! The workbook's own tree: its members are listed one by one, nothing that lies about beside them stops cargo, no
//! program reads a path that was compiled into it, every module says what it is for, and no comment is wider than the
//! code.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

fn root() -> PathBuf {
    workbook::of_package().expect("cargo names this package's folder, and it lies in the workbook")
}

/// The files of this workbook, their paths from its root: all but what was built. Git's list would lack a new file.
fn files() -> Vec<PathBuf> {
    let (root, mut files, mut rest) = (root(), Vec::new(), vec![root()]);
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name());
            let inside = path.strip_prefix(&root).unwrap().to_owned();
            if entry.file_type().unwrap().is_file() {
                files.push(inside);
            } else if entry.file_type().unwrap().is_dir()
                && ![".git", ".lab", "target", "attempts"].iter().any(|skip| name == *skip)
                && inside != Path::new("book")
            {
                rest.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The folders of the packages that a workspace's manifest lists under `key`.
fn listed(manifest: &str, key: &str) -> Vec<String> {
    let table: toml::Table = fs::read_to_string(root().join(manifest)).unwrap().parse().unwrap();
    let list = table["workspace"][key].as_array().unwrap_or_else(|| panic!("{manifest} lists no {key}"));
    list.iter().map(|member| member.as_str().unwrap().into()).collect()
}

/// The folders with a package below `folder` that `wanted` accepts.
fn packages(folder: &str, wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let manifests = files().into_iter().filter(|file| file.ends_with("Cargo.toml") && file.starts_with(folder));
    let folders = manifests.map(|file| file.parent().unwrap().to_string_lossy().replace('\\', "/"));
    folders.filter(|folder| wanted(folder)).collect()
}

#[track_caller]
fn same(manifest: &str, key: &str, expected: &BTreeSet<String>) {
    let listed: BTreeSet<_> = listed(manifest, key).into_iter().collect();
    let missing: Vec<_> = expected.difference(&listed).collect();
    let wrong: Vec<_> = listed.difference(expected).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "{manifest}, {key}: missing {missing:?}, too many {wrong:?}");
}

#[test]
fn every_package_is_a_member_by_name() {
    let apart = |folder: &str| {
        [
            "crates/devices",
            "crates/mpi",
            "exercises/solutions",
            "exercises/originals",
            "crates/chapters/compile_fail/cases",
        ]
        .iter()
        .any(|no| folder.starts_with(no))
    };
    let all = packages("", |folder| !folder.is_empty() && !apart(folder));
    same("Cargo.toml", "members", &all);

    // See the comments there: exercises fail until they are solved, a browser, other languages, an engine are for CI.
    let heavy = [
        "browser_tests",
        "crates/chapters/globe/header",
        "crates/chapters/globe/python",
        "crates/chapters/steps_dataflow",
    ];
    let default = all.into_iter().filter(|folder| !folder.starts_with("exercises/") && !heavy.contains(&&**folder));
    same("Cargo.toml", "default-members", &default.collect());

    // These may be missing: a teacher hands them out later.
    if root().join("exercises/solutions/Cargo.toml").is_file() {
        let solutions = packages("exercises/solutions", |folder| folder != "exercises/solutions");
        let solutions = solutions.iter().map(|folder| folder["exercises/solutions/".len()..].into()).collect();
        same("exercises/solutions/Cargo.toml", "members", &solutions);
    }
}

/// In a moved or copied workbook, cargo takes a program for up to date that was built in the old place, and one that
/// has this compiled in would go on reading and writing there. Cargo sets the same variable for what it runs.
#[test]
fn no_program_has_its_own_folder_compiled_in() {
    // Not written out, or this file would be found.
    let baked = ["MANIFEST_DIR\"", "TARGET_TMPDIR\"", "BIN_EXE_"].map(|name| ["env!(\"", "CARGO_", name].concat());
    let mut found = Vec::new();
    for file in files().into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(root().join(&file)).unwrap();
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| baked.iter().any(|baked| line.contains(baked)))
        {
            found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
        }
    }
    assert!(found.is_empty(), "ask for it when the program runs, with std::env::var:\n{}", found.join("\n"));
}

/// The Rust files in these folders, with their texts: all but what a test quotes as it once was.
fn rust(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let own = |file: &PathBuf| {
        file.extension().is_some_and(|end| end == "rs")
            && folders.iter().any(|folder| file.starts_with(folder))
            && !["crates/chapters/compile_fail/cases", "crates/judges/judge/tests/recorded", "exercises/solutions"]
                .iter()
                .any(|quoted| file.starts_with(quoted))
    };
    let read = |file: PathBuf| (file.clone(), fs::read_to_string(root().join(file)).unwrap());
    files().into_iter().filter(own).map(read).collect()
}

/// The columns of a line, comments included: `max_width` of `rustfmt.toml`.
const WIDTH: usize = 120;

/// Whether a line is a comment that is too wide and could be broken: a table's row can't, nor a word without a blank.
fn too_wide(line: &str) -> bool {
    let (indent, text) = (line.len() - line.trim_start().len(), line.trim_start());
    let Some((marks, words)) = text.split_once(' ').filter(|(marks, _)| ["//", "///", "//!"].contains(marks)) else {
        return false;
    };
    let longest = words.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    line.chars().count() > WIDTH && !words.starts_with('|') && indent + marks.len() + 1 + longest <= WIDTH
}

/// rustfmt holds the code to the width, and leaves comments alone.
#[test]
fn no_comment_is_wider_than_the_code() {
    let wide = "word ".repeat(30);
    assert!(too_wide(&format!("    /// {wide}")) && too_wide(&format!("// {wide}")));
    assert!(!too_wide(&wide) && !too_wide(&format!("//! | {wide} |")) && !too_wide(&format!("// {}", "x".repeat(130))));
    let rules = fs::read_to_string(root().join("rustfmt.toml")).unwrap();
    assert!(rules.contains(&format!("max_width = {WIDTH}\n")), "{rules}");
    let mut found = Vec::new();
    // Not the exercises themselves: those are the reader's. `cargo xtask verify` holds the originals equal to them.
    for (file, text) in rust(&["crates", "benches", "browser_tests", "exercises/originals"]) {
        let wide = text.lines().enumerate().filter(|(_, line)| too_wide(line));
        found.extend(wide.map(|(number, line)| format!("{}:{}: {}", file.display(), number + 1, line.trim())));
    }
    assert!(found.is_empty(), "comments wrap at {WIDTH} columns:\n{}", found.join("\n"));
}

/// Whether a file says in its first words what it is for.
fn has_module_doc(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
    first.is_some_and(|line| line.starts_with("//! "))
}

#[test]
fn every_module_says_what_it_is_for() {
    assert!(has_module_doc("#![no_std]\n\n//! Why.\n") && !has_module_doc("/// A type.\nstruct It;\n"));
    let files = rust(&["crates", "benches", "browser_tests"]);
    assert!(files.len() > 400, "only {} files", files.len());
    let bare = files.iter().filter(|(_, text)| !has_module_doc(text));
    let bare: Vec<_> = bare.map(|(file, _)| file.display().to_string()).collect();
    assert!(bare.is_empty(), "these files begin without a `//!` that says what they are for:\n{}", bare.join("\n"));
}

/// A copy of the workbook's manifests and of empty targets for them: all that cargo needs to know its members.
fn skeleton() -> TempDir {
    let copy = TempDir::new().unwrap();
    for file in files() {
        let to = copy.path().join(&file);
        if file.ends_with("Cargo.toml")
            || file == Path::new("Cargo.lock")
            || file.extension().is_some_and(|e| e == "rs")
        {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(root().join(&file), to).unwrap();
        }
    }
    copy
}

fn members(root: &Path) -> Vec<String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: cargo_metadata::Metadata = serde_json::from_slice(&output.stdout).unwrap();
    metadata.workspace_packages().iter().map(|package| package.name.to_string()).collect()
}

#[test]
fn what_lies_about_stops_nothing() {
    let copy = skeleton();
    let before = members(copy.path());
    assert!(before.iter().any(|name| name == "wedges"), "{before:?}");
    for folder in ["crates/.vscode", "crates/notes", "exercises/.idea", "exercises/notes", "exercises/__pycache__"] {
        fs::create_dir(copy.path().join(folder)).unwrap();
    }
    // A second attempt, as people begin one: two packages of one name.
    fs::create_dir_all(copy.path().join("exercises/wedges2/src")).unwrap();
    for file in ["Cargo.toml", "src/lib.rs"] {
        let (from, to) = (copy.path().join("exercises/wedges"), copy.path().join("exercises/wedges2"));
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    // Emacs locks a file it edits with a link to nowhere.
    #[cfg(unix)]
    for link in ["exercises/.#Cargo.toml", "crates/.#notes", "exercises/wedges/.#Cargo.toml"] {
        std::os::unix::fs::symlink("me@host.1:1", copy.path().join(link)).unwrap();
    }
    assert_eq!(members(copy.path()), before);
}
