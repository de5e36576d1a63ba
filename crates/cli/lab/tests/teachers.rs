//! The loop that the page for teachers prints, run as printed: a shell, git and tar are real, and a small program
//! stands in for the check.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// The commands of the block in `page` that begins with `first`, without the prompts.
fn commands(page: &str, first: &str) -> String {
    let block = page.split("```").find(|block| block.starts_with(&format!("console\n$ {first}"))).unwrap();
    block.lines().filter_map(|line| line.strip_prefix("$ ").or(line.strip_prefix("> "))).collect::<Vec<_>>().join("\n")
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn shell(folder: &Path, script: &str) -> String {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    for who in ["AUTHOR", "COMMITTER"] {
        shell.env(format!("GIT_{who}_NAME"), "A Teacher").env(format!("GIT_{who}_EMAIL"), "teacher@example.org");
    }
    shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_DIR").env("PATH", path);
    let output = shell.current_dir(folder).args(["-c", script]).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_loop_for_teachers_judges_each_answer_under_its_sender_s_name() {
    let root = workbook::of_package().unwrap();
    let page = fs::read_to_string(root.join("src/start/for-teachers.md")).unwrap();
    let folder = TempDir::new().unwrap();
    let at = |path: &str| folder.path().join(path);

    // Says what it was given to judge.
    write(at("bin/cargo"), "#!/bin/sh\ncat exercises/*/src/*.rs exercises/adder/tests/check.rs\n");
    fs::set_permissions(at("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    write(at("speedup/exercises/adder/src/lib.rs"), "stub");
    write(at("speedup/exercises/adder/tests/check.rs"), " check");
    shell(&at("speedup"), "git init -q && git add -A && git commit -q -m 'A version'");
    write(at("answers/Ann Smith/exercises/adder/src/lib.rs"), "Ann's");
    write(at("answers/Ann Smith/exercises/adder/src/more.rs"), " more");
    write(at("answers/Ann Smith/exercises/adder/tests/check.rs"), "Ann's own check");
    write(at("answers/bob/exercises/adder/src/lib.rs"), "Bob's");
    // Unpacked one folder too deep.
    write(at("answers/cy/speedup/exercises/adder/src/lib.rs"), "Cy's");

    let complaints = shell(folder.path(), &commands(&page, "git clone -q speedup judge"));
    let judged = |name: &str| fs::read_to_string(at(&format!("{name}.json"))).unwrap_or_default();
    assert_eq!(judged("Ann Smith"), "Ann's more check", "{complaints}");
    assert_eq!(judged("bob"), "Bob's check", "{complaints}");
    assert!(!at("cy.json").exists(), "nobody is judged by an answer that isn't theirs: {}", judged("cy"));
    assert!(complaints.contains("exercises/*/src"), "{complaints}");
}
