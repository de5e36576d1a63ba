//! Names that don't exist, values that make no sense, files that are broken; hints, solutions, resets.

mod common;

use common::Workbook;
use std::{fs, path::Path, process::Command};

const CHECK: &str = "#[test]\nfn passes() { wedges::f(); }\n";

fn book() -> Workbook {
    let book = Workbook::new().exercise("wedges", "pub fn f() {}\n", CHECK);
    book.write("exercises/originals/wedges/src/lib.rs", "stub\n");
    book.write(
        "crates/kernels/great_circle/Cargo.toml",
        "[package]\nname = \"great_circle\"\n[package.metadata.lab]\nkernel = true\n",
    );
    book.write("crates/platform/pools/Cargo.toml", "[package]\nname = \"pools\"\n");
    for folder in ["crates/kernels/great_circle", "crates/platform/pools"] {
        book.write(&format!("{folder}/src/lib.rs"), "");
        book.member(folder);
    }
    book
}

/// The workbook itself: whatever its exercises say of themselves, `lab` understands.
#[test]
fn every_exercise_of_this_workbook_is_listed() {
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..");
    let output =
        Command::new(std::env::var_os("CARGO_BIN_EXE_lab").unwrap()).arg("list").current_dir(&root).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{err}");
    let mut exercises = 0;
    for slug in workbook::exercises(&root).unwrap() {
        assert!(out.contains(&slug), "{slug} is missing:\n{out}");
        exercises += 1;
    }
    assert!(exercises >= 42, "{exercises} exercises");
}

#[test]
fn a_wrong_exercise_gets_a_suggestion_and_exit_code_2() {
    let book = book();
    for command in ["check", "hint", "solution", "reset"] {
        book.lab(&[command, "wegdes"]).complains(2, &["there is no exercise \"wegdes\"", "Did you mean \"wedges\"?"]);
    }
    book.lab(&["check", "zzz"]).complains(2, &["There are: wedges"]);
}

#[test]
fn a_wrong_kernel_gets_a_suggestion_and_exit_code_2() {
    let book = book();
    for command in ["race", "count", "bench"] {
        book.lab(&[command, "great_cirlce"]).complains(2, &["no kernel", "Did you mean \"great_circle\"?"]);
    }
    // A crate that is no kernel.
    book.lab(&["race", "pools"]).complains(2, &["There are: great_circle"]);
    book.lab(&["repl", "thread"]).complains(2, &["no chapter", "Did you mean \"threads\"?"]);
}

#[test]
fn values_that_make_no_sense_are_refused_with_exit_code_2() {
    let book = book();
    book.lab(&["race", "great_circle", "--workers", "0"]).complains(2, &["zero workers would never finish"]);
    book.lab(&["race", "great_circle", "--workers", "2,-1"]).complains(2, &["workers"]);
    book.lab(&["count", "great_circle", "--workers", "0"]).complains(2, &["zero workers would never finish"]);
    // Said at once, not once the race is compiled.
    book.lab(&["race", "great_circle", "--samples", "0"]).complains(2, &["0 is not in 1..=10000"]);
    book.lab(&["race", "great_circle", "--budget", "0"]).complains(2, &["0 is not in 1..=3600"]);
    book.lab(&["check", "wedges", "--limit", "0"]).complains(2, &["0"]);
    book.lab(&["chekc"]).complains(2, &["check"]);
    book.lab(&["check", "wedges", "--all"]).complains(2, &["cannot be used with"]);
    book.lab(&["--port", "70000"]).complains(2, &["70000"]);
    book.lab(&["hint", "wedges", "--number", "4"]).complains(2, &["4"]);
    // The same on a machine that can have no cluster.
    book.lab(&["cluster", "up", "0"]).complains(2, &["a cluster has 1 to 100 hosts, not 0"]);
    book.lab(&["cluster", "up", "101"]).complains(2, &["not 101"]);
    book.lab(&["cluster", "up", "2", "--delay", "1"]).complains(2, &["a number with us, ms or s"]);
    book.lab(&["cluster", "up", "2", "--rate", "fast"]).complains(2, &["a number with kbit, mbit or gbit"]);
    book.lab(&["cluster", "run"]).complains(2, &["COMMAND"]);
}

#[test]
fn options_of_the_server_before_a_command_are_not_dropped_in_silence() {
    let book = book();
    for command in ["list", "next"] {
        for option in [["--port", "3017"].as_slice(), &["--allow-host", "reader.example"], &["--poll"]] {
            let line = [option, &[command]].concat();
            book.lab(&line).complains(2, &["go after the command", "cargo lab serve --port 3017"]);
        }
    }
    book.lab(&["--color", "never", "list"]).says(0, &["wedges"]);
}

#[test]
fn help_is_a_command_too() {
    let book = book();
    book.lab(&["help"]).says(0, &["Usage: cargo lab", "race"]);
    book.lab(&["help", "race"]).says(0, &["--against"]);
}

#[test]
fn hints_come_one_at_a_time_and_the_last_stays() {
    let book = book();
    for words in ["Hint 1 of 3: Where", "Hint 2 of 3: Idea", "Hint 3 of 3: Call", "Hint 3 of 3: Call"] {
        book.lab(&["hint", "wedges"]).says(0, &[words]);
    }
    book.lab(&["hint", "wedges", "--number", "1"]).says(0, &["Hint 1 of 3", "Here."]);
    book.lab(&["hint", "wedges"]).says(0, &["Hint 3 of 3"]);
    // It is the reader's, and no matter of what was built.
    let _ = std::fs::remove_dir_all(book.path("target"));
    book.lab(&["hint", "wedges"]).says(0, &["Hint 3 of 3"]);
    std::fs::remove_dir_all(book.path(".lab")).unwrap();
    book.lab(&["hint", "wedges"]).says(0, &["Hint 1 of 3"]);
    std::fs::remove_dir_all(book.path(".lab")).unwrap();
    book.write(".lab", "no folder");
    book.lab(&["hint", "wedges"]).says(0, &["Hint 1 of 3"]).complains(0, &["warning", "this hint comes again", ".lab"]);
}

#[test]
fn the_solution_opens_once_yours_passes_or_anyway() {
    let book = book();
    book.lab(&["solution", "wedges"]).says(0, &["pub fn f() {}", "pub fn reference() {}", "Notice this."]);
    book.write("exercises/wedges/src/lib.rs", "pub fn f() { todo!(\"later\") }\n");
    book.lab(&["solution", "wedges"]).says(1, &["not written yet", "--anyway"]).without(&["pub fn reference"]);
    book.lab(&["solution", "wedges", "--anyway"]).says(0, &["pub fn reference() {}"]);
}

#[test]
fn without_the_answers_the_book_reads_and_the_rest_says_so() {
    let book = book();
    fs::remove_dir_all(book.path("exercises/solutions")).unwrap();
    book.write("exercises/wedges/benches/speed.rs", "fn main() {}\n");
    book.write("src/threads/threads.md", "# Threads\n\n{{#exercise wedges}}\n");
    book.lab(&["build", "-d", "site"]).says(0, &["✓ built"]);
    assert!(book.read("site/threads/threads.html").contains("has kept the answer back"));
    for command in [&["solution", "wedges", "--anyway"], &["check", "wedges", "--speed"]] {
        book.lab(command).complains(1, &["exercises/solutions/wedges was left out of this workbook"]);
    }
}

#[test]
fn reset_keeps_every_text() {
    let book = book();
    book.lab(&["reset", "wedges"]).says(0, &["the stub again", "kept in exercises/wedges/src/lib.rs.1.bak"]);
    assert_eq!(book.read("exercises/wedges/src/lib.rs"), "stub\n");
    assert_eq!(book.read("exercises/wedges/src/lib.rs.1.bak"), "pub fn f() {}\n");
    book.lab(&["reset", "wedges"]).says(0, &["nothing to do"]);
    book.write("exercises/wedges/src/lib.rs", "again");
    book.lab(&["reset", "wedges"]).says(0, &["lib.rs.2.bak"]);
    assert_eq!(book.read("exercises/wedges/src/lib.rs.1.bak"), "pub fn f() {}\n");
    assert_eq!(book.read("exercises/wedges/src/lib.rs.2.bak"), "again");
    // Nothing of it needs the reference answers: a teacher may hand them out later.
    fs::remove_dir_all(book.path("exercises/solutions")).unwrap();
    book.lab(&["reset", "wedges"]).says(0, &["nothing to do"]);
}

#[test]
fn the_check_is_put_back_on_request_and_the_answer_is_not_touched() {
    let book = book();
    book.write("exercises/originals/wedges/tests/check.rs", CHECK);
    book.write("exercises/wedges/tests/check.rs", "#[test]\nfn easy() {}\n");
    book.lab(&["reset", "wedges", "--check"]).says(
        0,
        &["the check again: exercises/wedges/tests/check.rs", "kept in exercises/wedges/tests/check.rs.1.bak"],
    );
    assert_eq!(book.read("exercises/wedges/tests/check.rs"), CHECK);
    assert_eq!(book.read("exercises/wedges/tests/check.rs.1.bak"), "#[test]\nfn easy() {}\n");
    assert_eq!(book.read("exercises/wedges/src/lib.rs"), "pub fn f() {}\n");
    book.lab(&["reset", "wedges", "--check"]).says(0, &["nothing to do"]);
}

#[test]
fn broken_files_are_named() {
    let book = book();
    book.write("exercises/wedges/Cargo.toml", "[package]\nname = \"wedges\"\n[package.metadata.lab]\ntitle = 3\n");
    book.lab(&["list"]).complains(1, &["exercises/wedges/Cargo.toml is broken"]);
    let book = self::book();
    std::fs::remove_file(book.path("src/SUMMARY.md")).unwrap();
    book.lab(&["list"]).complains(1, &["SUMMARY.md"]);
    let book = self::book();
    std::fs::remove_file(book.path("Cargo.toml")).unwrap();
    book.lab(&["list"]).complains(1, &["is not the workbook"]);
}

#[cfg(unix)]
#[test]
fn too_many_open_files_are_called_by_their_name() {
    let book = book();
    // Standard input, output and error, the folder of `src`, and none for a folder in it.
    let mut shell = Command::new("sh");
    let lab = book.command(&["build", "-d", "site"]);
    shell.args(["-c", "ulimit -n 4; exec \"$0\" \"$@\""]).arg(lab.get_program()).args(lab.get_args());
    let ran = common::Ran::from(shell.current_dir(book.path("")).output().unwrap());
    ran.complains(1, &["(os error 24)", "`ulimit -n 4096` raises it"]);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let book = book();
    let coloured = |command: &mut std::process::Command| command.output().unwrap().stdout.contains(&0x1b);
    assert!(!coloured(&mut book.command(&["list"])), "into a pipe");
    assert!(coloured(&mut book.command(&["list", "--color", "always"])));
    assert!(coloured(book.command(&["list"]).env("CARGO_TERM_COLOR", "always")));
    assert!(!coloured(book.command(&["list", "--color", "never"]).env("CARGO_TERM_COLOR", "always")));
    assert!(!coloured(book.command(&["list"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "0")));
}

#[test]
fn the_doctor_answers_for_people_and_for_programs() {
    let book = book();
    book.lab(&["doctor"]).says(0, &["Processor", "so at once", "worker", "Graphics", "Rust", "rustc"]);
    let ran = book.lab(&["doctor", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.says(0, &[]).out).unwrap();
    assert!(report["machine"]["usable"].as_u64().unwrap() >= 1);
    assert_eq!(report["graphics"]["asked"], "drivers", "nothing was compiled in this workbook");
    assert!(report["tools"].as_array().unwrap().iter().any(|tool| tool["name"] == "Rust" && tool["found"].is_string()));
}

#[test]
fn a_missing_evcxr_gets_the_line_that_installs_it() {
    let book = book();
    let empty = book.path("src");
    for arguments in [&["repl"][..], &["repl", "threads", "--replay"], &["repl", "--replay"]] {
        book.write("src/threads/threads.md", CELLS);
        let ran = common::Ran::from(book.command(arguments).env("PATH", &empty).output().unwrap());
        ran.says(1, &["cargo install --locked evcxr_repl"]);
    }
}

/// A chapter with a cell.
const CELLS: &str =
    "# Threads\n\n{{#cells}}\n\nAdd.\n\n```rust cell\n1 + 1\n```\n\n```text answer\n2\n```\n\n{{#end}}\n";

#[test]
fn a_notebook_that_a_reader_has_changed_stays_unless_they_say_so() {
    let book = book();
    book.lab(&["notebook", "threads"]).complains(2, &["src/threads/threads.md has no cells"]);
    book.lab(&["repl", "threads", "--replay"]).complains(2, &["has no cells"]);
    book.lab(&["notebook", "thread"]).complains(2, &["no chapter", "Did you mean \"threads\"?"]);
    book.write("src/threads/threads.md", CELLS);
    let file = "notebooks/threads.ipynb";
    book.lab(&["notebook", "threads"]).says(0, &[file, "1 cell\n"]);
    assert!(book.read(file).contains("\"1 + 1\""));
    // Another version of the chapter.
    book.write("src/threads/threads.md", &CELLS.replace("1 + 1", "1 + 1 + 0"));
    book.lab(&["notebook", "threads"]).says(0, &[file]);
    let mine = book.read(file).replace("1 + 1 + 0", "40 + 2");
    book.write(file, &mine);
    book.lab(&["notebook", "threads"]).says(1, &["stays as it is", "--force"]);
    assert_eq!(book.read(file), mine);
    book.lab(&["notebook", "threads", "--force"]).says(0, &["notebooks/threads.ipynb.1.bak"]);
    assert!(book.read(file).contains("1 + 1 + 0"));
    assert_eq!(book.read("notebooks/threads.ipynb.1.bak"), mine);
    book.lab(&["notebook", "threads", "-o", "elsewhere.ipynb"]).says(0, &["elsewhere.ipynb"]);
    assert_eq!(book.read("elsewhere.ipynb"), book.read(file));
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let book = book();
    let mut lab = book.command(&["list"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(lab.stdout.take());
    assert_eq!(lab.wait().unwrap().code(), Some(0));
}
