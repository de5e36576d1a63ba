//! The workbook itself, as a teacher hands it out without the answers: in a copy, the book builds, checks judge, and
//! what is missing is said by name.

mod common;

use common::{Ran, lab_in};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

/// Copies all that a clone has, but for the answers.
fn hand_out(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        let left = ["target", ".git", ".lab", "attempts", "solutions", "yours"];
        if left.iter().any(|left| name == *left) {
            continue;
        }
        if path.is_dir() {
            hand_out(&path, &to.join(name));
        } else {
            // With its date: what was compiled from it for the last run is as good now.
            fs::copy(&path, to.join(&name)).unwrap();
            let date = entry.metadata().unwrap().modified().unwrap();
            File::options().write(true).open(to.join(name)).unwrap().set_modified(date).unwrap();
        }
    }
}

fn lab(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::from(lab_in(folder).args(arguments).output().unwrap())
}

/// The sources of every package that `cargo test` compiles.
fn sources(root: &Path) -> Vec<PathBuf> {
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let members = manifest["workspace"]["default-members"].as_array().unwrap();
    let folders = members.iter().map(|member| root.join(member.as_str().unwrap()));
    let walk = folders.flat_map(|folder| walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap));
    walk.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

#[test]
fn without_the_answers_everything_works_that_does_not_need_them() {
    // Beside the program, in the folder that it was built into: what was compiled for the last run is kept.
    let root = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join("withheld");
    for entry in fs::read_dir(&root).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        match path.is_dir() {
            true if path.ends_with("target") => {}
            true => fs::remove_dir_all(path).unwrap(),
            false => fs::remove_file(path).unwrap(),
        }
    }
    hand_out(&workbook::of_package().unwrap(), &root);
    // As it was handed out, whatever whoever runs this test has solved.
    let originals = root.join("exercises/originals/hello_lab/src");
    fs::copy(originals.join("lib.rs"), root.join("exercises/hello_lab/src/lib.rs")).unwrap();

    lab(&root, &["build", "-d", "site"]).says(0, &["✓ built"]);
    let page = fs::read_to_string(root.join("site/threads/threads.html")).unwrap();
    assert!(page.contains("has kept the answer back"));
    lab(&root, &["list"]).says(0, &["hello_lab", "· to do"]);
    let missing = "exercises/solutions/hello_lab was left out of this workbook";
    lab(&root, &["solution", "hello_lab", "--anyway"]).complains(1, &[missing]);
    let missing = "exercises/solutions/thread_pool was left out of this workbook";
    lab(&root, &["check", "thread_pool", "--speed"]).complains(1, &[missing]);

    // Every package of the workspace is whole to cargo, and none that `cargo test` compiles has a file of an answer.
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let metadata = ["metadata", "--offline", "--locked", "--no-deps", "--format-version=1"];
    let output = Command::new(cargo).current_dir(&root).args(metadata).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sources = sources(&root);
    assert!(sources.len() > 200, "{}", sources.len());
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        let included =
            |line: &&str| (line.contains("path = \"") || line.contains("include")) && line.contains("solutions/");
        let line = text.lines().map(str::trim_start).find(|line| line.starts_with("#[") && included(line));
        assert_eq!(line, None, "{}", path.display());
    }

    // And an exercise is judged. This compiles, in the copy's own folder.
    lab(&root, &["check", "hello_lab"]).says(1, &["… not written yet", "exercises/hello_lab/src/lib.rs"]);
}
