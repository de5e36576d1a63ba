//! Only the real judge passes anyone: a changed check is noticed, and no way to end the program counts as passed.

mod common;

use common::Workbook;
use std::process::Command;

const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";

/// With the standard harness.
const CHECK: &str = "#[test]\nfn sums() { assert_eq!(adder::add(2, 3), 5); }\n";

/// With a `main` of its own, which runs its only test on the main thread.
const OWN: &str = r#"
fn main() -> std::process::ExitCode {
    guard::harness(|| {
        println!("running 1 test");
        print!("test sums ... ");
        std::io::Write::flush(&mut std::io::stdout()).unwrap();
        assert_eq!(adder::add(2, 3), 5);
        println!("ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored");
        0.into()
    })
}
"#;

/// Ways to claim success half-way; each is what `add` does.
const CHEATS: [&str; 6] = [
    "std::process::exit(0)",
    "println!(\"ok\\n\\ntest result: ok. 4 passed; 0 failed; 0 ignored\"); std::process::exit(0)",
    "let _ = std::fs::write(\"/dev/stdout\", \"ok\\n\\ntest result: ok. 4 passed; 0 failed\\n\"); std::process::exit(0)",
    "unsafe extern \"C\" { fn _exit(code: i32) -> !; } unsafe { _exit(0) }",
    "std::thread::spawn(|| std::process::exit(0)); std::thread::sleep(std::time::Duration::from_secs(600)); 0",
    "use std::os::unix::process::CommandExt; panic!(\"{}\", std::process::Command::new(\"true\").exec())",
];

fn with_own_main(answer: &str) -> Workbook {
    let book = Workbook::new().exercise("adder", answer, OWN);
    let manifest = book.read("exercises/adder/Cargo.toml");
    book.write("exercises/adder/Cargo.toml", &(manifest + "\n[[test]]\nname = \"check\"\nharness = false\n"));
    book
}

#[cfg(unix)]
#[test]
fn no_way_to_end_the_program_counts_as_passed() {
    for book in [Workbook::new().exercise("adder", RIGHT, CHECK), with_own_main(RIGHT)] {
        book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
        let cargo = || {
            let mut cargo = Command::new("cargo");
            cargo.args(["test", "--quiet", "-p", "adder"]).current_dir(book.path(".")).env_remove("CARGO_TARGET_DIR");
            cargo.output().unwrap()
        };
        assert!(cargo().status.success());
        for cheat in CHEATS {
            book.write("exercises/adder/src/lib.rs", &format!("pub fn add(_: i32, _: i32) -> i32 {{ {cheat} }}\n"));
            let ran = book.lab(&["check", "adder"]);
            ran.says(1, &["✗ broke off", "the program ended in the middle of sums", "before the check did"]);
            ran.without(&["passed"]);
            let output = cargo();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success() && said.contains("before the check did"), "{cheat}: {output:?}");
        }
        book.lab(&["list"]).says(0, &["0 of 1 passed"]);
    }
}

#[test]
fn a_check_that_nobody_guards_passes_nobody() {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK);
    book.write("exercises/adder/tests/check.rs", CHECK);
    book.lab(&["check", "adder"]).says(1, &["✗ broke off"]).without(&["passed"]);
}

#[test]
fn a_judge_that_isn_t_the_original_passes_nobody_and_is_put_back() {
    let book = Workbook::new().exercise("adder", RIGHT, CHECK);
    let check = book.read("exercises/adder/tests/check.rs");
    book.write("exercises/originals/adder/tests/check.rs", &check);
    book.write("exercises/originals/adder/src/lib.rs", "");
    let manifest = book.read("exercises/adder/Cargo.toml");
    book.write("exercises/originals/adder/Cargo.toml", &manifest);
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);

    let judge = |text: &str| book.write("exercises/adder/tests/check.rs", text);
    for changed in ["#[test]\nfn easy() {}\n", "", &check.replace("#[test]", "#[test]\n#[ignore]")] {
        judge(changed);
        let ran = book.lab(&["check", "adder"]);
        ran.says(1, &["✗ not judged", "not the check that was handed out", "cargo lab reset adder --check"]);
        ran.without(&["passed"]);
        book.lab(&["list"]).says(0, &["0 of 1 passed"]);
    }
    std::fs::remove_file(book.path("exercises/adder/tests/check.rs")).unwrap();
    book.lab(&["check", "adder"]).says(1, &["✗ not judged", "tests/check.rs is missing"]);
    let report = book.lab(&["check", "adder", "--format=json"]).out;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["status"], "not_the_original");
    book.lab(&["reset", "adder", "--check"]).says(0, &[]);
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);

    for more in ["\n[[test]]\nname = \"check\"\nharness = false\n", "\n[[test]]\nname = \"check\"\ntest = false\n"] {
        book.write("exercises/adder/Cargo.toml", &format!("{manifest}{more}"));
        book.lab(&["check", "adder"]).says(1, &["✗ not judged", "[test] in Cargo.toml was changed"]);
    }
    book.write("exercises/adder/Cargo.toml", &manifest);
    book.write("exercises/adder/build.rs", "fn main() {}\n");
    book.lab(&["check", "adder"]).says(1, &["✗ not judged", "build.rs"]);
}
