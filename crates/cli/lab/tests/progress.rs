//! What the reader has solved stays solved, whatever becomes of the target folder, the manifests and the checks.

mod common;

use common::Workbook;
use std::fs;

const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const CHECK: &str = "#[test]\nfn known_sums() { assert_eq!(adder::add(2, 3), 5); }\n";

fn solved() -> Workbook {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK).exercise("other", "", "#[test]\nfn no() { panic!() }\n");
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    book
}

#[test]
fn it_survives_cleaning_and_comments() {
    let book = solved();
    fs::remove_dir_all(book.path("target")).unwrap();
    for manifest in ["Cargo.toml", "exercises/adder/Cargo.toml"] {
        book.write(manifest, &format!("# A comment.\n{}", book.read(manifest)));
    }
    book.lab(&["list"]).says(0, &["✓ passed", "1 of 2 passed"]);
    // Another exercise has joined.
    book.write("exercises/more/Cargo.toml", &book.read("exercises/other/Cargo.toml").replace("other", "more"));
    book.member("exercises/more");
    book.lab(&["list"]).says(0, &["✓ passed", "1 of 3 passed"]);
}

#[test]
fn an_answer_that_passed_an_older_check_is_to_be_checked_again() {
    let book = solved();
    book.write("exercises/adder/tests/check.rs", &format!("{CHECK}#[test]\nfn one_more() {{}}\nguard::guarded!();\n"));
    book.lab(&["list"]).says(0, &["↻ again", "0 of 2 passed", "1 more solved before"]);
    let ran = book.lab(&["list", "--format", "json"]);
    let states = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let states: Vec<_> = states.map(|exercise| exercise["state"].as_str().unwrap().to_owned()).collect();
    assert_eq!(states, ["passed_before", "unchecked"]);
    // What was never solved goes first.
    book.lab(&["next"]).says(0, &["The other"]);
    book.lab(&["solution", "adder"]).says(0, &["pub fn reference"]);
    book.write("exercises/other/tests/check.rs", "#[test]\nfn yes() {}\nguard::guarded!();\n");
    book.lab(&["check", "other"]).says(0, &["✓ passed"]);
    book.lab(&["next"]).says(0, &["The adder", "You have solved it", "cargo lab check adder"]);
    book.lab(&["check"]).says(0, &["✓ passed", "all 2 tests pass"]);
    book.lab(&["next"]).says(0, &["every exercise"]);
}

/// Somebody tries out what the judge says to another check, and puts the real one back.
#[test]
fn another_check_takes_nothing_away() {
    let book = solved();
    let check = book.read("exercises/adder/tests/check.rs");
    book.write("exercises/originals/adder/tests/check.rs", &check);
    book.write("exercises/adder/tests/check.rs", "#[test]\nfn no() { panic!() }\n");
    book.lab(&["check", "adder"]).says(1, &["cargo lab reset adder --check"]);
    book.lab(&["reset", "adder", "--check"]).says(0, &["the check again"]);
    book.lab(&["list"]).says(0, &["✓ passed", "1 of 2 passed"]);
}

#[test]
fn a_result_that_cannot_be_kept_is_told_all_the_same() {
    for (answer, code, verdict) in [(RIGHT, 0, "✓ passed"), ("pub fn add(_: i32, _: i32) -> i32 { 0 }", 1, "✗ not yet")]
    {
        let book = Workbook::new().exercise("adder", answer, CHECK);
        // Nobody, root neither, can write into a folder that is a file.
        book.write(".lab", "no folder");
        let ran = book.lab(&["check", "adder"]);
        ran.says(code, &[verdict]).complains(code, &["warning", "is not remembered", ".lab"]);
        book.lab(&["list"]).says(0, &["· to do"]);
        assert_eq!(book.read(".lab"), "no folder");
    }
}

#[test]
fn a_broken_file_is_kept_and_a_new_one_begun() {
    let book = solved();
    book.write(".lab/progress.json", "{\"version\": 7}");
    book.lab(&["list"]).says(0, &["0 of 2 passed"]).complains(0, &["version 7", "kept as .lab/progress.1.json"]);
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    book.lab(&["list"]).says(0, &["1 of 2 passed"]);
    assert_eq!(book.read(".lab/progress.1.json"), "{\"version\": 7}");
}
