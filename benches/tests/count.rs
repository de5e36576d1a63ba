//! Counting as a program: what it refuses, what it finds, and the table that the book shows.

use benches::counts::{Counted, Counter, render};
use expect_test::expect_file;
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    path::Path,
    process::{Command, ExitCode, Output},
};

fn count(arguments: &[&str]) -> Output {
    Command::new(std::env::var_os("CARGO_BIN_EXE_count").unwrap()).args(arguments).output().unwrap()
}

fn main() -> ExitCode {
    let tests = vec![
        Trial::test("wrong_usage_is_told_with_code_2", wrong_usage),
        Trial::test("the_table_of_a_count_that_is_kept", table),
        trials::with_tool("every_number_a_pass_over_the_columns_takes", "valgrind", tools::valgrind, real),
    ];
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

fn wrong_usage() -> Result<(), Failed> {
    for (arguments, says) in [
        (&["great_cirlce"][..], "Did you mean \"great_circle\"?"),
        (&["great_circle", "--variants", "treads"], "Did you mean \"threads\"?"),
        (&["great_circle", "--workers", "0"], "zero workers would never finish"),
        (&["great_circle", "--size", "0"], "0 is not in 1.."),
    ] {
        let output = count(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(says), "{arguments:?}: {told}");
    }
    Ok(())
}

/// `cargo lab count great_circle --format json` wrote the first file; the book shows the second.
fn table() -> Result<(), Failed> {
    let counted: Counted = serde_json::from_str(include_str!("counts.json"))?;
    assert_eq!(counted.counter, Counter::Cachegrind);
    let table = render(&counted, "pairs of points");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    expect_file!["./counts.txt"].assert_eq(&table);
    Ok(())
}

/// A pair has five numbers of eight bytes: four that are read, one that is written. A cache line of 64 bytes has eight.
fn real(valgrind: &Path) -> Result<(), Failed> {
    let few = |runs: &str| {
        let program = std::env::var_os("CARGO_BIN_EXE_count").unwrap();
        let arguments = ["great_circle", "--variants=simd", "--size=16384", "--play", runs].map(String::from);
        Counter::Cachegrind.count(valgrind, Path::new(&program), &arguments)
    };
    let (one, two) = (few("1"), few("2"));
    let each = two.map_err(|e| e.to_string())?.beyond(&one.map_err(|e| e.to_string())?, 16_384.0);
    let misses = each.l1_misses.ok_or("no misses were counted")?;
    assert!((0.6..0.8).contains(&misses), "{each:?}");
    assert!(each.instructions.ok_or("no instructions were counted")? > 5.0 && each.cycles.is_none(), "{each:?}");
    Ok(())
}
