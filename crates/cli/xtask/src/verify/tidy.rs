//! Is every exercise complete, and does nothing lie about that belongs nowhere?

use super::{
    exercise::{Candidate, Exercise, Role, entries, stem},
    workspace::with_answer,
};
use crate::originals;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders beside the exercises that belong to none of them.
pub fn strays(exercises: &[Exercise]) -> Result<Vec<String>> {
    let folder = crate::root().join("exercises");
    let known = |path: &PathBuf| exercises.iter().any(|e| [&e.folder, &e.solution, &e.original].contains(&path));
    let mut strays = Vec::new();
    let apart = [entries(&folder.join("solutions"))?, entries(&folder.join("originals"))?].concat();
    for path in entries(&folder)?.into_iter().chain(apart) {
        let inside = path.strip_prefix(&folder)?;
        let house = ["originals", "solutions", "solutions/Cargo.toml", "solutions/Cargo.lock", "solutions/target"];
        if !known(&path) && !house.iter().any(|name| Path::new(name) == inside) {
            strays.push(format!("exercises/{} belongs to no exercise", inside.display()));
        }
    }
    Ok(strays)
}

/// What is missing from an exercise, or too much.
pub fn check(exercise: &Exercise) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    metadata(exercise, &mut wrong);
    files(exercise, &mut wrong)?;
    original(exercise, &mut wrong)?;
    hints(exercise, &mut wrong);
    wrong.extend(borrowed_macros(&fs::read_to_string(exercise.folder.join("tests/check.rs")).unwrap_or_default()));
    match exercise.candidates() {
        Ok(candidates) => mutants(&candidates, &mut wrong),
        Err(error) => wrong.push(format!("{error:#}")),
    }
    Ok(wrong.into_iter().map(|wrong| format!("{}: {wrong}", exercise.slug)).collect())
}

/// There must be some, and each says what must catch it.
fn mutants(candidates: &[Candidate], wrong: &mut Vec<String>) {
    let mutants: Vec<_> = candidates.iter().filter(|candidate| candidate.role == Role::Mutant).collect();
    if mutants.len() < 2 {
        wrong.push(format!("{} mutants, at least 2 expected", mutants.len()));
    }
    for mutant in mutants.iter().filter(|mutant| mutant.caught_by.is_none()) {
        wrong.push(format!("mutant {}: which test must catch it? A line `caught by: TEST` is missing", mutant.name));
    }
}

fn metadata(exercise: &Exercise, wrong: &mut Vec<String>) {
    let mut expect = |key: &str, what: &str, valid: &dyn Fn(&toml::Value) -> bool| {
        if !exercise.lab(key).is_some_and(valid) {
            wrong.push(format!("[package.metadata.lab] {key} must be {what}"));
        }
    };
    let chapter = |path: &str| crate::root().join("src").join(path).with_extension("md").exists();
    expect("chapter", "a chapter's path under src, without .md", &|value| value.as_str().is_some_and(chapter));
    expect("title", "a title", &|value| value.as_str().is_some_and(|title| !title.is_empty()));
    expect("level", "easy, medium or hard", &|value| {
        value.as_str().is_some_and(|level| ["easy", "medium", "hard"].contains(&level))
    });
    for key in ["position", "minutes"] {
        expect(key, "a whole number, 1 or more", &|value| value.as_integer().is_some_and(|number| number >= 1));
    }
    if exercise.lab("needs").is_some() {
        expect("needs", "a list of names, such as [\"gpu\"]", &|value| {
            value.as_array().is_some_and(|needs| needs.iter().all(toml::Value::is_str))
        });
    }
    let name = exercise.manifest.get("package").and_then(|package| package.get("name")?.as_str());
    if name != Some(&exercise.slug) {
        wrong.push(format!("the package's name is {name:?}; it must be the folder's"));
    }
    if crate::root().join("crates").join(&exercise.slug).exists() {
        wrong.push(format!("crates/{} has the same name: two packages of one workspace", exercise.slug));
    }
}

/// Each file must be there, and nothing but these may be.
fn files(exercise: &Exercise, wrong: &mut Vec<String>) -> Result<()> {
    let folders: [(&Path, &[&str], &[&str]); 2] = [
        (
            &exercise.folder,
            &["Cargo.toml", "src/lib.rs", "tests/check.rs", "hints.md"],
            &["src", "tests", "benches", "attempts"],
        ),
        (&exercise.solution, &["Cargo.toml", "src/lib.rs", "notes.md"], &["src", "mutants", "also_right", "verdicts"]),
    ];
    for (folder, files, subfolders) in folders {
        for file in files {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
            if text.trim().is_empty() {
                wrong.push(format!("{} is missing or empty", folder.join(file).display()));
            }
        }
        for path in entries(folder)? {
            let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            let backup = name.ends_with(".bak"); // What `lab reset` keeps for the reader; git ignores it.
            // What a library needs that isn't linked with Rust alone.
            let build = name == "build.rs" && *folder == exercise.folder;
            if !backup && !build && !files.contains(&&*name) && !subfolders.contains(&&*name) {
                wrong.push(format!("stray file {}", path.display()));
            }
        }
    }
    for path in entries(&exercise.folder.join("tests"))? {
        if stem(&path) != "check" {
            wrong.push(format!("stray file {}: tests/check.rs is the only judge", path.display()));
        }
    }
    let benches = exercise.manifest.get("bench").and_then(|benches| benches.as_array());
    let named = |stem: &str| {
        let names = benches.into_iter().flatten().filter_map(|bench| bench.get("name")?.as_str());
        names.into_iter().any(|name| name == stem)
    };
    for path in entries(&exercise.folder.join("benches"))? {
        if !named(&stem(&path)) {
            wrong.push(format!("stray file {}: Cargo.toml has no such [[bench]]", path.display()));
        }
    }
    for path in entries(&exercise.solution.join("verdicts"))? {
        let name = stem(&path);
        let whose = exercise.solution.join("mutants").join(&name);
        let known = ["patch", "rs"].iter().any(|ending| whose.with_extension(ending).exists());
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_none_or(|extension| extension != "txt") || name != "stub" && !known {
            wrong.push(format!("stray file {}: name it after a mutant, or stub.txt", path.display()));
        } else if text.trim().is_empty() {
            wrong.push(format!("{} wants no words at all", path.display()));
        }
    }
    let (stub, mutants): (Vec<_>, Vec<_>) =
        entries(&exercise.solution.join("verdicts"))?.into_iter().partition(|path| stem(path) == "stub");
    if stub.is_empty() || mutants.len() < 2 {
        wrong.push(
            "verdicts/ must hold what a learner reads of the stub (stub.txt) and of two mutants, at least".into(),
        );
    }
    for folder in ["mutants", "also_right"] {
        for path in entries(&exercise.solution.join(folder))? {
            let ending = path.extension().and_then(|extension| extension.to_str());
            if ending == Some("rs") {
                if !fs::read_to_string(&path)?.starts_with("//! ") {
                    wrong.push(format!("{} must begin with `//! `: what did this learner do?", path.display()));
                }
            } else if !(ending == Some("patch") && folder == "mutants" || path.with_extension("rs").exists()) {
                wrong.push(format!("stray file {}", path.display())); // A shader may stand beside its answer.
            }
        }
    }
    Ok(())
}

/// Where the answer is a part of the check, for a second time, `#[macro_export]` puts a macro of its own where the
/// check would find it: an `assert!` that does nothing. What the check imports by name can't be replaced.
fn borrowed_macros(check: &str) -> Option<String> {
    if !with_answer(check) {
        return None;
    }
    let imports: Vec<_> = check.lines().filter(|line| line.starts_with("use core::")).collect();
    // A `use std::panic` imports the macro, too.
    let module =
        |name: &str| name == "panic" && ["use std::panic;", "use std::{panic,"].iter().any(|u| check.contains(u));
    let word = |text: &str, name: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
    let used = |name: &str| {
        let call = format!("{name}!");
        check.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(&call))
    };
    let mut judges = ["assert", "assert_eq", "assert_ne", "matches", "panic", "unreachable"].into_iter();
    let name = judges.find(|name| used(name) && !module(name) && !imports.iter().any(|line| word(line, name)))?;
    Some(format!(
        "tests/check.rs needs `use core::{name}`: the answer is a part of it, and may have a macro of this name"
    ))
}

/// `lab reset` puts back what `originals` holds, so that must be what the reader starts from.
fn original(exercise: &Exercise, wrong: &mut Vec<String>) -> Result<()> {
    for path in originals::differences(exercise)? {
        let refresh = format!("if it is meant, cargo xtask originals {}", exercise.slug);
        wrong.push(format!("exercises/originals/{0}/{1} is not exercises/{0}/{1}: {refresh}", exercise.slug, path));
    }
    Ok(())
}

fn hints(exercise: &Exercise, wrong: &mut Vec<String>) {
    let text = fs::read_to_string(exercise.folder.join("hints.md")).unwrap_or_default();
    let mut sections = format!("\n{text}").split("\n## ").map(String::from).collect::<Vec<_>>();
    let before = sections.remove(0);
    if !before.trim().is_empty() {
        wrong.push("hints.md must begin with its first hint".into());
    }
    if sections.len() != 3 {
        wrong.push(format!("hints.md has {} sections (`## `), expected 3", sections.len()));
    }
    for section in sections {
        let (title, body) = section.split_once('\n').unwrap_or((&section, ""));
        if body.trim().is_empty() {
            wrong.push(format!("hints.md: {title:?} gives no hint"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_the_answer_is_a_part_of_says_whose_macros_it_means() {
        let part = "#[path = \"../src/lib.rs\"]\nmod again;\n";
        let test = "#[test]\nfn right() {\n    assert!(again::f());\n    // not a panic!\n}\n";
        assert_eq!(borrowed_macros(test), None);
        assert!(borrowed_macros(&format!("{part}{test}")).unwrap().contains("`use core::assert`"));
        assert!(borrowed_macros(&format!("{part}use core::{{assert_eq}};\n{test}")).is_some());
        assert_eq!(borrowed_macros(&format!("{part}use core::assert;\n{test}")), None);
        let panics = "fn wrong() {\n    panic!(\"no\")\n}\n";
        assert!(borrowed_macros(&format!("{part}{panics}")).is_some());
        assert_eq!(borrowed_macros(&format!("{part}use std::panic;\n{panics}")), None);
    }
}
