//! What the judge takes for granted of every exercise's check.

use std::{env, fs, path::Path};

/// The check of each exercise, by name.
fn checks() -> Vec<(String, String)> {
    let exercises = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../../exercises");
    let mut checks = Vec::new();
    for entry in fs::read_dir(exercises).unwrap() {
        let folder = entry.unwrap().path();
        if let Ok(text) = fs::read_to_string(folder.join("tests/check.rs")) {
            checks.push((folder.file_name().unwrap().to_string_lossy().into_owned(), text));
        }
    }
    assert!(checks.len() > 30, "only {} checks", checks.len());
    checks
}

/// Nobody passes a check by ending its program: `witness` has every program guarded that it is linked into, which it is
/// where it is named. A check with a `main` of its own says where its harness ends.
#[test]
fn each_is_guarded() {
    for (slug, text) in checks() {
        let code = || text.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(code().any(|line| line.contains("use witness::") || line.contains("witness::deadline(")), "{slug}");
        if code().any(|line| line.starts_with("fn main()")) {
            assert!(text.contains("fn main() -> ExitCode"), "{slug}: its main returns what the harness says");
            assert!(code().any(|line| line.trim_start().starts_with("harness(|| ")), "{slug}: witness::harness");
            assert!(!text.contains(".exit();"), "{slug}: nothing but the harness ends the program");
        }
    }
}

/// What stands first in a comparison is told as the learner's, and what stands second as what was expected.
#[test]
fn each_compares_what_it_got_with_what_it_wants() {
    for (slug, text) in checks() {
        for (at, _) in text.match_indices("assert_eq!(") {
            let first = text[at + "assert_eq!(".len()..].trim_start();
            let line = text[..at].lines().count();
            let wanted =
                ["want", "expected", "right", "Ok(", "Some(", "Err(", "None", "true", "false", "\"", "b'", "\'"];
            let word = first.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let constant =
                !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '_');
            let known = constant
                || wanted
                    .iter()
                    .any(|want| *want == word || (!want.ends_with(char::is_alphanumeric) && first.starts_with(want)));
            assert!(!known, "{slug}, line {line}: what is wanted stands second in an assert_eq");
        }
    }
}
