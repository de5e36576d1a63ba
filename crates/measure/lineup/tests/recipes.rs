//! Follows the recipes of `CONTRIBUTING.md`, "Add a variant to a kernel" and "Add a kernel", to the letter, in a copy
//! of what they need, and runs the parity test there. So they are complete, and nothing else has to be touched.
//!
//! What stands in a fence belongs into the file that the line above it names first: it is the whole file, or, where the
//! line names a second thing, what comes after the line that reads so.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What is copied: no other kernel than the one that the recipe adds to, so that little has to be compiled.
const PARTS: [&str; 8] = [
    "crates/kernels/scan",
    "crates/measure/lineup",
    "crates/platform/cards",
    "crates/platform/pools",
    "crates/platform/ranks",
    "crates/platform/shared",
    "crates/platform/trace",
    "crates/platform/variant",
];

#[test]
fn one_of_each_is_added_by_the_recipes_alone() {
    let workbook = workbook::of_package().expect("tests are started by cargo");
    let recipes = fs::read_to_string(workbook.join("CONTRIBUTING.md")).unwrap();
    let program = env::current_exe().unwrap();
    // Beside the program, in the folder that it was built into: what was compiled for the last run is kept.
    let copy = program.ancestors().nth(2).unwrap().join("recipes");
    copied(&workbook, &copy);

    follow(section(&recipes, "## Add a variant to a kernel"), &copy);
    follow(section(&recipes, "## Add a kernel"), &copy);
    let (passed, said) = parity(&copy);
    assert!(passed, "the recipes don't lead to variants that agree:\n{said}");
    for test in ["scan::tiled::1_workers", "saxpy::threads::64_workers"] {
        assert_eq!(outcome(test, &said), Some("ok"), "{test}:\n{said}");
    }

    // A mistake in what was added is found as any other.
    let tiled = copy.join("crates/kernels/scan/src/tiled.rs");
    let text = fs::read_to_string(&tiled).unwrap();
    let forgets = text.replace("before = scan(", "scan(").replace("let mut before", "let before");
    assert_ne!(text, forgets);
    fs::write(&tiled, forgets).unwrap();
    let (passed, said) = parity(&copy);
    assert!(!passed && outcome("scan::tiled::1_workers", &said) == Some("FAILED"), "{said}");
    assert_eq!(outcome("saxpy::threads::64_workers", &said), Some("ok"), "{said}");
}

/// Makes `copy` a workspace of `PARTS` alone: every line elsewhere that lists something else goes.
fn copied(workbook: &Path, copy: &Path) {
    for part in PARTS {
        let _ = fs::remove_dir_all(copy.join(part));
        copy_folder(&workbook.join(part), &copy.join(part));
    }
    fs::copy(workbook.join("Cargo.lock"), copy.join("Cargo.lock")).unwrap();
    let is_part = |name: &str| PARTS.iter().any(|part| part.rsplit('/').next() == Some(name));
    let kept = |line: &str| match line.strip_prefix("    \"").and_then(|line| line.strip_suffix("\",")) {
        Some(member) => PARTS.contains(&member),
        None => true,
    };
    let root = fs::read_to_string(workbook.join("Cargo.toml")).unwrap();
    // Nothing is measured there, so nothing is optimised: it compiles sooner.
    let (root, _profiles) = root.split_once("\n[profile.dev]").expect("profiles come last");
    fs::write(copy.join("Cargo.toml"), lines(root, kept)).unwrap();

    let lineup = copy.join("crates/measure/lineup");
    let listed = |line: &str| match line.trim().strip_prefix("Kernel::of(&").and_then(|row| row.split_once("::")) {
        Some((kernel, _)) => is_part(kernel),
        None => true,
    };
    let table = fs::read_to_string(lineup.join("src/lib.rs")).unwrap();
    fs::write(lineup.join("src/lib.rs"), lines(&table, listed)).unwrap();
    let manifest = fs::read_to_string(lineup.join("Cargo.toml")).unwrap();
    let (before, rest) = manifest.split_once("[features]").expect("the line-up has features");
    let (_, after) = rest.split_once("\n\n").expect("and dependencies");
    let known = |line: &str| match line.split_once(".workspace") {
        Some((name, _)) => {
            is_part(name)
                || ["version", "edition", "rust-version", "license", "publish", "libtest-mimic"].contains(&name)
        }
        None => true,
    };
    fs::write(lineup.join("Cargo.toml"), lines(&format!("{before}{after}"), known)).unwrap();
    fs::remove_file(lineup.join("tests/recipes.rs")).unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

fn lines(text: &str, kept: impl Fn(&str) -> bool) -> String {
    text.lines().filter(|line| kept(line)).map(|line| format!("{line}\n")).collect()
}

/// The text from this heading to the next one.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, section) = text.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("no {heading:?}"));
    section.split("\n## ").next().expect("splitting gives one part at least")
}

/// Does what the fences of a recipe say, in the workspace at `copy`.
fn follow(recipe: &str, copy: &Path) {
    let (mut above, mut open) = ("", None::<(usize, String)>);
    for line in recipe.lines() {
        let fence = line.trim_start().starts_with("```");
        match &mut open {
            None if fence => open = Some((line.len() - line.trim_start().len(), String::new())),
            None if !line.trim().is_empty() => above = line,
            None => {}
            Some((_, text)) if fence => {
                put(above, text, copy);
                open = None;
            }
            // A fence in a list stands as far in as the list's text.
            Some((indent, text)) => *text += &format!("{}\n", line.get(*indent..).unwrap_or("")),
        }
    }
    assert!(open.is_none(), "a fence is never closed");
}

fn put(above: &str, text: &str, copy: &Path) {
    let mut named = above.split('`').skip(1).step_by(2);
    let path: PathBuf = copy.join(named.next().unwrap_or_else(|| panic!("{above:?} names no file")));
    let Some(anchor) = named.next() else {
        fs::create_dir_all(path.parent().expect("it lies in the copy")).unwrap();
        return fs::write(path, text).unwrap();
    };
    let old = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{above:?}: no such file"));
    let mut times = 0;
    let new = old.lines().fold(String::new(), |mut new, line| {
        new += &format!("{line}\n");
        if line.trim() == anchor {
            times += 1;
            new += text;
        }
        new
    });
    assert!(times > 0, "{above:?}: there is no line {anchor:?}");
    fs::write(path, new).unwrap();
}

/// Whether the parity test passes, and what it printed.
fn parity(copy: &Path) -> (bool, String) {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["test", "--offline", "-p", "lineup", "--test", "parity", "--", "--color", "never"]).current_dir(copy);
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_TARGET_DIR", copy.join("target"));
    let output = cargo.output().unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// How a test ended, by its line in what was printed.
fn outcome<'a>(test: &str, said: &'a str) -> Option<&'a str> {
    let words = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let mut ends = words.filter(|words| words.first() == Some(&"test") && words.get(1) == Some(&test));
    ends.next()?.last().copied()
}
