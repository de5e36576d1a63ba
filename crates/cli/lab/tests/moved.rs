//! Workbooks that were moved, copied, cloned twice or linked to: each command works on the one it stands in.

mod common;

use common::{Ran, Workbook, lab_in};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tempfile::TempDir;
use walkdir::WalkDir;

const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const WRONG: &str = "pub fn add(a: i32, b: i32) -> i32 { a - b }\n";
const CHECK: &str = "#[test]\nfn known_sums() { assert_eq!(adder::add(2, 3), 5); }\n";
const ANSWER: &str = "exercises/adder/src/lib.rs";

/// A workbook whose answer is right and whose check has been built and run.
fn built() -> Workbook {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK);
    book.write("exercises/originals/adder/src/lib.rs", "the stub\n");
    says(&book.path(""), &["check", "adder"], 0, "✓ passed");
    book
}

fn lab(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::from(lab_in(folder).args(arguments).output().unwrap())
}

#[track_caller]
fn says(folder: &Path, arguments: &[&str], code: i32, words: &str) {
    lab(folder, arguments).says(code, &[words]);
}

/// All that lies in `from`, what was built too, with the dates it has, as `cp -a` would copy it.
fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.unwrap();
        let copied = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(copied).unwrap();
        } else {
            fs::copy(entry.path(), &copied).unwrap();
            File::open(&copied).unwrap().set_modified(entry.metadata().unwrap().modified().unwrap()).unwrap();
        }
    }
}

/// What a reader does, in the workbook at `root`, whose answer is wrong.
fn works_on_its_own(root: &Path, stand_in: &Path) {
    fs::write(root.join(ANSWER), WRONG).unwrap();
    says(stand_in, &["list"], 0, "0 of 1 passed");
    says(stand_in, &["check", "adder"], 1, "✗ not yet");
    fs::write(root.join("src/threads/threads.md"), "# Threads\n\nIts own page.\n").unwrap();
    says(stand_in, &["build"], 0, "✓ built");
    assert!(fs::read_to_string(root.join("book/threads/threads.html")).unwrap().contains("Its own page."));
    says(stand_in, &["reset", "adder"], 0, "kept in exercises/adder/src/lib.rs.1.bak");
    assert_eq!(fs::read_to_string(root.join(ANSWER)).unwrap(), "the stub\n");
    assert_eq!(fs::read_to_string(root.join("exercises/adder/src/lib.rs.1.bak")).unwrap(), WRONG);
}

#[test]
fn a_copy_is_a_workbook_of_its_own() {
    let (book, folder) = (built(), TempDir::new().unwrap());
    let second = folder.path().join("second copy");
    copy(&book.path(""), &second);
    works_on_its_own(&second, &second);
    assert_eq!(book.read(ANSWER), RIGHT, "the first one is as it was");
    assert!(!book.path("exercises/adder/src/lib.rs.1.bak").exists() && !book.path("book").exists());
    says(&book.path(""), &["check", "adder"], 0, "✓ passed");
}

#[test]
fn a_moved_workbook_works_where_it_is() {
    let (book, folder) = (built(), TempDir::new().unwrap());
    let moved = folder.path().join("moved");
    fs::rename(book.path(""), &moved).unwrap();
    says(&moved, &["check", "adder"], 0, "✓ passed");
    works_on_its_own(&moved, &moved.join("exercises/adder/src"));
    assert!(!book.path("").exists(), "nothing was written in the old place");
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_what_it_points_at() {
    let (book, folder) = (built(), TempDir::new().unwrap());
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(book.path(""), &link).unwrap();
    works_on_its_own(&book.path("").canonicalize().unwrap(), &link.join("exercises"));
}

/// Both answers were saved before anything was built: to cargo, which looks at dates and names what it builds by a
/// package's place in its workspace, the second is up to date once the first is.
#[test]
fn two_workbooks_with_one_target_folder_keep_apart() {
    let shared = TempDir::new().unwrap();
    let books = [RIGHT, WRONG].map(|answer| Workbook::new().exercise("adder", answer, CHECK));
    for book in &books {
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        for entry in WalkDir::new(book.path("exercises")).into_iter().map(Result::unwrap) {
            File::open(entry.path()).unwrap().set_modified(hour_ago).unwrap();
        }
    }
    let check = |book: &Workbook| {
        Ran::from(
            lab_in(&book.path("")).args(["check", "adder"]).env("CARGO_TARGET_DIR", shared.path()).output().unwrap(),
        )
    };
    for _ in 0..2 {
        check(&books[0]).says(0, &["✓ passed"]);
        check(&books[1]).says(1, &["✗ not yet"]);
    }
    assert!(!books[0].path("target").exists(), "the reader said where to build");
}

#[test]
fn outside_a_workbook_cargo_tells_which_is_meant_or_the_reader_must() {
    let (book, nowhere) = (Workbook::new().exercise("adder", RIGHT, CHECK), TempDir::new().unwrap());
    let package: PathBuf = book.path("crates/cli/lab");
    fs::create_dir_all(&package).unwrap();
    let run = lab_in(nowhere.path()).arg("list").env("CARGO_MANIFEST_DIR", package).output().unwrap();
    Ran::from(run).says(0, &["The adder"]);
    lab(nowhere.path(), &["list"]).complains(2, &["lies in no workbook", "cd into the workbook's folder"]);
    assert_eq!(fs::read_dir(nowhere.path()).unwrap().count(), 0);
}

/// What an editor, a note or a copy leaves beside the exercises stops nothing, and is no exercise.
#[test]
fn what_lies_about_is_passed_over() {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK);
    for folder in ["exercises/.vscode", "exercises/notes", "crates/.idea", "crates/notes"] {
        fs::create_dir_all(book.path(folder)).unwrap();
    }
    copy(&book.path("exercises/adder"), &book.path("exercises/adder2"));
    copy(&book.path("exercises/adder"), &book.path("exercises/adder3"));
    let manifest = book.read("exercises/adder3/Cargo.toml");
    book.write("exercises/adder3/Cargo.toml", &manifest.replace("name = \"adder\"", "name = \"adder3\""));
    book.write("exercises/mine/Cargo.toml", "[package]\nname = \"mine\"\n");

    #[cfg(unix)]
    for link in ["exercises/.#notes", "exercises/adder/src/.#lib.rs", "crates/.#notes"] {
        std::os::unix::fs::symlink("me@host.1:1", book.path(link)).unwrap();
    }
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    book.lab(&["list"]).says(0, &["1 of 1 passed"]).without(&["adder2", "adder3", "mine"]);
    for copy in ["adder2", "adder3"] {
        let ran = book.lab(&["check", copy]);
        ran.complains(
            2,
            &[&format!("exercises/{copy} is a copy of adder"), &format!("cargo lab attempt adder {copy}")],
        );
    }
    book.lab(&["reset", "mine"]).complains(2, &["exercises/mine is no part of the workbook", "Cargo.toml"]);
    book.lab(&["check", "../adder"]).complains(2, &["there is no exercise"]);
}
