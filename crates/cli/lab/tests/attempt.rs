//! Several attempts at one exercise, kept beside each other.

mod common;

use common::Workbook;
use std::fs;

const CHECK: &str = "#[test]\nfn known_sums() { assert_eq!(adder::add(2, 3), 5); }\n";
const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const ANSWER: &str = "exercises/adder/src/lib.rs";

fn book() -> Workbook {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK);
    book.write("exercises/originals/adder/src/lib.rs", "// the stub\n");
    book
}

#[test]
fn texts_go_out_and_come_back() {
    let book = book();
    book.write("exercises/adder/src/helper.rs", "// a helper");
    book.write("exercises/adder/src/lib.rs.1.bak", "older");
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    book.lab(&["attempt", "adder"]).says(0, &["→ in src/  first"]);

    book.lab(&["attempt", "adder", "second"])
        .says(0, &["✓ now: second", "begins with the stub", "attempt adder first"]);
    assert_eq!(book.read(ANSWER), "// the stub\n");
    assert!(!book.path("exercises/adder/src/helper.rs").exists(), "it belongs to the first");
    assert_eq!(book.read("exercises/adder/src/lib.rs.1.bak"), "older");
    book.lab(&["list"]).says(0, &["· to do"]);
    book.lab(&["attempt", "adder"]).says(0, &["          first", "→ in src/  second"]);
    book.write(ANSWER, "// two\n");

    book.lab(&["attempt", "adder", "first"]).says(0, &["✓ now: first"]);
    assert_eq!(book.read(ANSWER), RIGHT);
    assert_eq!(book.read("exercises/adder/src/helper.rs"), "// a helper");
    // It has passed, and nothing has changed since.
    book.lab(&["list"]).says(0, &["✓ passed", "1 of 1 passed"]);
    book.lab(&["attempt", "adder", "first"]).says(0, &["already"]);

    book.lab(&["attempt", "adder", "second"]).says(0, &["✓ now: second"]);
    assert_eq!(book.read(ANSWER), "// two\n");
}

#[test]
fn what_a_swap_that_was_cut_off_left_is_kept() {
    let book = book();
    // Half of the swap to `second`: the text is kept, and another one written since.
    book.write("exercises/adder/attempts/first/lib.rs", "// kept\n");
    book.lab(&["attempt", "adder", "second"]).says(0, &["✓ now: second"]);
    assert_eq!(book.read("exercises/adder/attempts/first/lib.rs"), RIGHT);
    assert_eq!(book.read("exercises/adder/attempts/first-1/lib.rs"), "// kept\n");
    book.lab(&["attempt", "adder", "first-1"]).says(0, &["✓ now: first-1"]);
    assert_eq!(book.read(ANSWER), "// kept\n");
}

#[test]
fn names_that_cannot_be_folders_are_refused_and_nothing_is_touched() {
    let book = book();
    for label in ["../x", "", ".current", "a b", "ü"] {
        book.lab(&["attempt", "adder", label]).complains(2, &["no name for an attempt"]);
    }
    book.lab(&["attempt", "addr", "second"]).complains(2, &["Did you mean \"adder\"?"]);
    fs::remove_dir_all(book.path("exercises/originals")).unwrap();
    book.lab(&["attempt", "adder", "second"]).complains(1, &["holds nothing to begin with"]);
    assert_eq!(book.read(ANSWER), RIGHT);
    assert!(!book.path("exercises/adder/attempts").exists());
}
