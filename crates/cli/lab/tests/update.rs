//! A new version of the workbook comes, and what the reader has written stays: with real git repositories.

mod common;

use common::{Ran, Workbook, lab_in};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

const STUB: &str = "//! Add.\npub fn add(a: i32, b: i32) -> i32 { todo!(\"add {a} and {b}\") }\n";
const MINE: &str = "//! Add.\npub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const CHECK: &str = "#[test]\nfn known_sums() { assert_eq!(adder::add(2, 3), 5); }\n";
const ANSWER: &str = "exercises/adder/src/lib.rs";

/// The repository that readers clone, and one reader's clone of it.
struct Clone {
    upstream: Workbook,
    folder: TempDir,
}

impl Clone {
    /// `adder` is solved in the clone, `other` is not.
    fn new() -> Self {
        let upstream = Workbook::new().exercise("adder", STUB, CHECK).exercise("other", STUB, CHECK);
        let this = Self { upstream, folder: TempDir::new().unwrap() };
        this.hand_out();
        this.upstream.write(".gitignore", "/target\n/.lab\n*.bak\n/exercises/*/attempts\n");
        git(&this.upstream.path(""), &["init", "--quiet", "--initial-branch=main"]);
        this.publish();
        git(this.folder.path(), &["clone", "--quiet", &this.upstream.path("").display().to_string(), "clone"]);
        fs::write(this.at(ANSWER), MINE).unwrap();
        this
    }

    /// Copies the exercises to `originals`, as the authors do.
    fn hand_out(&self) {
        for slug in ["adder", "other"] {
            for file in ["src/lib.rs", "tests/check.rs", "Cargo.toml"] {
                let text = self.upstream.read(&format!("exercises/{slug}/{file}"));
                self.upstream.write(&format!("exercises/originals/{slug}/{file}"), &text);
            }
        }
    }

    fn publish(&self) {
        self.hand_out();
        git(&self.upstream.path(""), &["add", "--all"]);
        git(&self.upstream.path(""), &["commit", "--quiet", "--message=A version"]);
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("clone").join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn lab(&self, arguments: &[&str]) -> Ran {
        let mut lab = lab_in(&self.at(""));
        Ran::from(with_names(lab.args(arguments)).output().unwrap())
    }
}

/// Nobody's own settings of git.
fn with_names(command: &mut Command) -> &mut Command {
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "A Reader").env(format!("GIT_{who}_EMAIL"), "reader@example.org");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_DIR")
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) {
    let output = with_names(Command::new("git").current_dir(folder).args(arguments)).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_changed_stub_and_a_changed_check_come_and_the_answer_stays() {
    let clone = Clone::new();
    clone.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    clone.upstream.write(ANSWER, &STUB.replace("//! Add.", "//! Add two numbers."));
    clone
        .upstream
        .write("exercises/adder/tests/check.rs", &format!("{CHECK}#[test]\nfn one_more() {{}}\nguard::guarded!();\n"));
    clone.upstream.write("exercises/other/src/lib.rs", "//! Another task.\n");
    clone.publish();

    let ran = clone.lab(&["update"]);
    ran.says(0, &["✓ updated", "adder: your text is kept", "new stub is in exercises/originals/adder/src"]);
    ran.says(0, &["Its check has changed", "cargo lab check adder"]).without(&["other:"]);
    assert_eq!(clone.read(ANSWER), MINE);
    assert!(clone.read("exercises/originals/adder/src/lib.rs").contains("Add two numbers."));
    assert!(clone.read("exercises/adder/tests/check.rs").contains("one_more"));
    assert_eq!(clone.read("exercises/other/src/lib.rs"), "//! Another task.\n", "an untouched stub is the new one");
    assert_eq!(clone.read(".lab/updates/1/exercises/adder/src/lib.rs"), MINE);
    clone.lab(&["list"]).says(0, &["↻ again"]).complains(0, &[]);
    clone.lab(&["check", "adder"]).says(0, &["all 2 tests pass"]);
    clone.lab(&["update"]).says(0, &["there is no newer version"]);
}

#[test]
fn a_version_that_touches_nothing_of_the_readers_needs_no_word_about_it() {
    let clone = Clone::new();
    clone.upstream.write("src/threads/threads.md", "# Threads\n\nA new page.\n");
    clone.publish();
    clone.lab(&["update"]).says(0, &["✓ updated"]).without(&["your text is kept", "!"]);
    assert_eq!(
        (clone.read(ANSWER), clone.read("src/threads/threads.md")),
        (MINE.into(), "# Threads\n\nA new page.\n".into())
    );
}

#[test]
fn other_files_that_both_have_changed_are_the_new_version_s_and_the_readers_are_kept() {
    let clone = Clone::new();
    for file in ["src/threads/threads.md", "src/SUMMARY.md"] {
        fs::write(clone.at(file), format!("{}\nA note of mine.\n", clone.read(file))).unwrap();
    }
    // Ignored by git, which would write over it without a word.
    fs::write(clone.at("notes.bak"), "mine").unwrap();
    clone.upstream.write("notes.bak", "theirs");
    git(&clone.upstream.path(""), &["add", "--force", "notes.bak"]);
    clone.upstream.write("src/threads/threads.md", "# Threads\n\nA new page.\n");
    clone.publish();

    clone.lab(&["update"]).says(0, &["✓ updated", "yours is in .lab/updates/1/src/threads/threads.md"]);
    assert_eq!(clone.read("src/threads/threads.md"), "# Threads\n\nA new page.\n");
    assert!(clone.read(".lab/updates/1/src/threads/threads.md").contains("A note of mine."));
    assert_eq!((clone.read("notes.bak"), clone.read(".lab/updates/1/notes.bak")), ("theirs".into(), "mine".into()));
    assert!(clone.read("src/SUMMARY.md").contains("A note of mine."), "the new version left it alone");
}

#[test]
fn answers_that_were_committed_stay_too() {
    let clone = Clone::new();
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine"]);
    clone.upstream.write(ANSWER, &STUB.replace("todo!", "unimplemented!"));
    clone.publish();
    clone.lab(&["update"]).says(0, &["✓ updated", "adder: your text is kept"]);
    assert_eq!(clone.read(ANSWER), MINE);
    git(&clone.at(""), &["diff", "--quiet", "HEAD"]);

    // What the authors and the reader have both written elsewhere, the reader must settle.
    fs::write(clone.at("src/threads/threads.md"), "# Mine\n").unwrap();
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine again"]);
    clone.upstream.write("src/threads/threads.md", "# Theirs\n");
    clone.publish();
    fs::write(clone.at(ANSWER), "// rewritten\n").unwrap();
    clone.lab(&["update"]).complains(1, &["src/threads/threads.md", "git merge", "as it was before"]);
    assert_eq!(clone.read("src/threads/threads.md"), "# Mine\n");
    assert_eq!(clone.read(ANSWER), "// rewritten\n");
}

#[test]
fn what_cannot_be_fetched_or_merged_changes_nothing() {
    let clone = Clone::new();
    clone.upstream.write(ANSWER, "//! New.\n");
    clone.publish();
    // Another git is at work, or one was killed.
    git(&clone.at(""), &["fetch", "--quiet"]);
    fs::write(clone.at(".git/index.lock"), "").unwrap();
    clone.lab(&["update"]).complains(1, &["index.lock", "as it was before", ".lab/updates/1"]);
    assert_eq!(
        (clone.read(ANSWER), clone.read(".lab/updates/1/exercises/adder/src/lib.rs")),
        (MINE.into(), MINE.into())
    );
    fs::remove_file(clone.at(".git/index.lock")).unwrap();

    let away = clone.upstream.path("").with_extension("away");
    fs::rename(clone.upstream.path(""), &away).unwrap();
    clone.lab(&["update"]).complains(1, &["can't be fetched", "nothing has changed here"]);
    assert_eq!(clone.read(ANSWER), MINE);
    fs::rename(&away, clone.upstream.path("")).unwrap();
    clone.lab(&["update"]).says(0, &["✓ updated", "your text is kept"]);
    assert_eq!(clone.read(ANSWER), MINE);
}

/// What git was asked for, with no word about whether it went well.
fn try_git(folder: &Path, arguments: &[&str]) {
    with_names(Command::new("git").current_dir(folder).args(arguments)).output().unwrap();
}

#[test]
fn what_the_reader_has_begun_with_git_is_theirs_to_finish() {
    let clone = Clone::new();
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine"]);
    git(&clone.at(""), &["branch", "also-mine"]);
    clone.upstream.write(ANSWER, "//! New.\n");
    clone.publish();
    git(&clone.at(""), &["fetch", "--quiet"]);
    let as_left = |begun: &[&str], words: &[&str]| {
        try_git(&clone.at(""), begun);
        assert!(clone.read(ANSWER).contains("<<<<<<<"), "{begun:?} stops at a conflict");
        fs::write(clone.at(ANSWER), "// half settled\n").unwrap();
        let status =
            || with_names(Command::new("git").current_dir(clone.at("")).arg("status")).output().unwrap().stdout;
        let before = status();
        clone.lab(&["update"]).complains(1, words);
        assert_eq!((clone.read(ANSWER), status()), ("// half settled\n".into(), before), "{begun:?}");
        assert!(!clone.at(".lab/updates").exists());
    };
    as_left(&["merge", "origin/main"], &["in the middle of a git merge", "git merge --abort"]);
    git(&clone.at(""), &["merge", "--abort"]);
    as_left(&["cherry-pick", "origin/main"], &["in the middle of a git cherry-pick", "git cherry-pick --abort"]);
    git(&clone.at(""), &["cherry-pick", "--abort"]);
    as_left(&["rebase", "origin/main"], &["in the middle of a git rebase", "git rebase --abort"]);
    git(&clone.at(""), &["rebase", "--abort"]);

    git(&clone.at(""), &["reset", "--quiet", "--hard", "HEAD^"]);
    fs::write(clone.at(ANSWER), MINE).unwrap();
    git(&clone.at(""), &["stash", "--quiet"]);
    git(&clone.at(""), &["merge", "--quiet", "origin/main"]);
    clone.upstream.write("README.md", "Read me.\n");
    clone.publish();
    as_left(&["stash", "pop"], &["in conflict: exercises/adder/src/lib.rs", "git add"]);
    git(&clone.at(""), &["add", "--all"]);
    clone.lab(&["update"]).says(0, &["✓ updated"]);
    assert_eq!(clone.read(ANSWER), "// half settled\n");
}

#[test]
fn what_is_staged_in_the_way_of_a_merge_is_named() {
    let clone = Clone::new();
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine"]);
    fs::write(clone.at("src/threads/threads.md"), "# Mine\n").unwrap();
    git(&clone.at(""), &["add", "--all"]);
    clone.upstream.write(ANSWER, "//! New.\n");
    clone.publish();
    clone
        .lab(&["update"])
        .complains(1, &["as it was before", "staged src/threads/threads.md", "git commit", "git reset"]);
    assert_eq!((clone.read(ANSWER), clone.read("src/threads/threads.md")), (MINE.into(), "# Mine\n".into()));
    git(&clone.at(""), &["reset", "--quiet"]);
    clone.lab(&["update"]).says(0, &["✓ updated"]);
    assert_eq!((clone.read(ANSWER), clone.read("src/threads/threads.md")), (MINE.into(), "# Mine\n".into()));
}

/// What becomes of a reader who types the command that they know.
#[test]
fn a_plain_git_pull_loses_nothing_and_is_told_how_to_go_on() {
    let pull = ["pull", "--quiet", "--no-rebase", "--no-edit"];
    let clone = Clone::new();
    clone.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    // Nothing that the reader has changed.
    let more = format!("{CHECK}#[test]\nfn one_more() {{}}\nguard::guarded!();\n");
    clone.upstream.write("exercises/adder/tests/check.rs", &more);
    clone.publish();
    git(&clone.at(""), &pull);
    assert_eq!(clone.read(ANSWER), MINE);
    clone.lab(&["list"]).says(0, &["↻ again", "1 more solved before", "cargo lab check --all"]);
    clone.lab(&["check", "adder"]).says(0, &["all 2 tests pass"]);

    // A file that they have changed: git refuses, and `update` does it.
    clone.upstream.write(ANSWER, &STUB.replace("//! Add.", "//! Add two numbers."));
    clone.publish();
    try_git(&clone.at(""), &pull);
    assert_eq!(clone.read(ANSWER), MINE);
    clone.lab(&["update"]).says(0, &["✓ updated", "adder: your text is kept"]);

    // Committed: git leaves both in the file.
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine"]);
    clone.upstream.write(ANSWER, "//! Another task.\n");
    clone.publish();
    try_git(&clone.at(""), &pull);
    assert!(clone.read(ANSWER).contains("<<<<<<<"));
    let words = ["Git has left two versions in exercises/adder/src/lib.rs", "git merge --abort", "cargo lab update"];
    clone.lab(&["check", "adder"]).says(1, &words);
    git(&clone.at(""), &["merge", "--abort"]);
    clone.lab(&["update"]).says(0, &["✓ updated", "adder: your text is kept"]);
    assert_eq!(clone.read(ANSWER), MINE);
    clone.lab(&["check", "adder"]).says(0, &["all 2 tests pass"]).without(&["Git has left"]);
}

#[cfg(unix)]
#[test]
fn an_update_killed_in_the_middle_is_finished_by_the_next() {
    use std::os::unix::fs::PermissionsExt;
    let clone = Clone::new();
    clone.upstream.write(ANSWER, "//! New.\n");
    clone.publish();
    // A git that kills who asks it to merge, when the answer is out of the way.
    let tools = TempDir::new().unwrap();
    let git = tools.path().join("git");
    let path = std::env::var("PATH").unwrap();
    fs::write(
        &git,
        format!("#!/bin/sh\n[ \"$1\" = merge ] && kill -9 $PPID && exit 1\nPATH='{path}' exec git \"$@\"\n"),
    )
    .unwrap();
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
    let mut lab = lab_in(&clone.at(""));
    with_names(lab.arg("update")).env("PATH", format!("{}:{path}", tools.path().display()));
    assert_eq!(lab.output().unwrap().status.code(), None, "it was killed");
    assert_eq!(clone.read(ANSWER), STUB, "the kill came when the text was out of the way");

    clone.lab(&["list"]).complains(0, &["cut off", ".lab/updates/1", "cargo lab update"]);
    let ran = clone.lab(&["update"]);
    ran.says(0, &["was cut off", "exercises/adder/src/lib.rs is back", "✓ updated", "adder: your text is kept"]);
    assert_eq!(clone.read(ANSWER), MINE);
    clone.lab(&["list"]).says(0, &[]);
    assert!(!clone.at(".lab/updates/under-way").exists());
}

#[cfg(unix)]
#[test]
fn an_update_killed_in_a_merge_that_is_torn_is_finished_by_the_next() {
    use std::os::unix::fs::PermissionsExt;
    let clone = Clone::new();
    git(&clone.at(""), &["commit", "--quiet", "--all", "--message=Mine"]);
    fs::write(clone.at(ANSWER), "// not committed\n").unwrap();
    clone.upstream.write(ANSWER, "//! New.\n");
    clone.publish();
    // A git that merges and then kills who asked it to.
    let tools = TempDir::new().unwrap();
    let killer = tools.path().join("git");
    let path = std::env::var("PATH").unwrap();
    let script =
        format!("#!/bin/sh\nPATH='{path}'\n[ \"$1\" = merge ] || exec git \"$@\"\ngit \"$@\"\nkill -9 $PPID\n");
    fs::write(&killer, script).unwrap();
    fs::set_permissions(&killer, fs::Permissions::from_mode(0o755)).unwrap();
    let mut lab = lab_in(&clone.at(""));
    with_names(lab.arg("update")).env("PATH", format!("{}:{path}", tools.path().display()));
    assert_eq!(lab.output().unwrap().status.code(), None, "it was killed");
    assert!(clone.read(ANSWER).contains("<<<<<<<"), "the kill came when the merge was torn");

    let ran = clone.lab(&["update"]);
    ran.says(0, &["was cut off", "half merged", "exercises/adder/src/lib.rs is back", "✓ updated"]);
    assert_eq!(clone.read(ANSWER), "// not committed\n");
    assert!(clone.read("exercises/adder/src/lib.rs.1.bak").contains("<<<<<<<"));
    clone.lab(&["update"]).says(0, &["there is no newer version"]);
}

#[test]
fn without_git_or_a_place_to_update_from_it_says_what_to_do() {
    let clone = Clone::new();
    git(&clone.at(""), &["branch", "--unset-upstream"]);
    clone.lab(&["update"]).complains(1, &["no upstream", "git branch --set-upstream-to"]);
    git(&clone.at(""), &["remote", "remove", "origin"]);
    clone.lab(&["update"]).complains(1, &["git remote add origin ADDRESS"]);
    git(&clone.at(""), &["checkout", "--quiet", "--detach"]);
    clone.lab(&["update"]).complains(1, &["on no branch", "git switch main"]);
    fs::remove_dir_all(clone.at(".git")).unwrap();
    clone.lab(&["update"]).complains(1, &["not cloned with git", "Clone the new version beside it"]);
    let mut lab = lab_in(&clone.at(""));
    Ran::from(lab.arg("update").env("PATH", clone.at("src")).output().unwrap()).complains(1, &["takes git"]);
    assert_eq!(clone.read(ANSWER), MINE);
}
