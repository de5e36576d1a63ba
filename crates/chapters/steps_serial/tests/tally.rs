//! A hash function that is good for some keys: what a tally costs, counted by cachegrind. Without valgrind that test is
//! ignored, with the reason; `LAB_REQUIRE=valgrind` makes that a failure.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use steps_serial::tally::{folded, multiplied};

fn main() {
    let trials = vec![
        Trial::test("both_count_alike", || {
            let positions: Vec<f64> = (0..1000).map(|i| f64::from(i % 300) / 2.0).collect();
            let want = (300, Some(&4), None);
            let [two, never] = [2.0_f64, 0.3].map(f64::to_bits);
            let tally = multiplied::tally(&positions);
            assert_eq!((tally.len(), tally.get(&two), tally.get(&never)), want);
            let tally = folded::tally(&positions);
            assert_eq!((tally.len(), tally.get(&two), tally.get(&never)), want);
            Ok(())
        }),
        trials::with_tool("whole_numbers_are_dear_to_one_of_them", "valgrind", tools::valgrind, counts),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

const SIZES: [u32; 4] = [1_000, 2_000, 4_000, 8_000];

/// The chapter's evidence, and the same of the mended program.
fn counts(valgrind: &Path) -> Result<(), Failed> {
    compare(valgrind, "tests/tally.txt", &[("multiplied", "measured"), ("multiplied", "whole")])?;
    compare(valgrind, "tests/tally_mended.txt", &[("folded", "measured"), ("folded", "whole")])
}

/// A count differs a little from compiler to compiler.
fn compare(valgrind: &Path, file: &str, rows: &[(&str, &str)]) -> Result<(), Failed> {
    let mut table = String::from("positions      how many  instructions  wrong guesses  misses\n");
    let mut here = Vec::new();
    for (way, positions) in rows {
        for size in SIZES {
            let [instructions, wrong, misses] = counted(valgrind, way, positions, size)?;
            here.push(instructions);
            writeln!(table, "{positions:<13} {size:>9} {instructions:>13.0} {wrong:>14.1} {misses:>7.1}")?;
        }
    }
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, &table)?;
    }
    let text = fs::read_to_string(file)?;
    let number = |line: &str| line.split_ascii_whitespace().nth(2)?.parse::<f64>().ok();
    let shown: Vec<f64> = text.lines().skip(1).filter_map(number).collect();
    let near = |(shown, here): (&f64, &f64)| (0.8..1.25).contains(&(here / shown));
    if shown.len() == here.len() && shown.iter().zip(&here).all(near) {
        return Ok(());
    }
    Err(format!("{file} shows other counts than these; UPDATE_EXPECT=1 takes them over:\n{table}").into())
}

/// Instructions, wrong guesses and misses of the first cache for each of `size` positions, without what the program
/// needs to start and end.
fn counted(valgrind: &Path, way: &str, positions: &str, size: u32) -> Result<[f64; 3], Failed> {
    let all = run(valgrind, way, positions, size)?;
    let none = run(valgrind, way, positions, 0)?;
    Ok([0, 1, 2].map(|i| (all[i] - none[i]) / f64::from(size)))
}

fn run(valgrind: &Path, way: &str, positions: &str, size: u32) -> Result<[f64; 3], Failed> {
    let mut command = Command::new(valgrind);
    command.args(["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", "--cachegrind-out-file=/dev/null"]);
    // The caches of the simulation, the same on every machine.
    command.args(["--I1=32768,8,64", "--D1=32768,8,64", "--LL=8388608,16,64"]);
    let output = command.arg(example()).args([way, positions, &size.to_string()]).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count = |name: &str| -> Result<f64, Failed> {
        let line = said.lines().find(|line| line.contains(name)).ok_or_else(|| format!("no {name} in {said}"))?;
        let number = line.split(':').nth(1).and_then(|rest| rest.split_ascii_whitespace().next());
        Ok(number.ok_or("no number")?.replace(',', "").parse()?)
    };
    Ok([
        count("I   refs:").or_else(|_| count("I refs:"))?,
        count("Mispredicts:")?,
        count("D1  misses:").or_else(|_| count("D1 misses:"))?,
    ])
}

/// Cargo builds a package's examples before its tests, in a folder beside theirs.
fn example() -> PathBuf {
    let test = env::current_exe().expect("the system knows which program this is");
    let profile = test.parent().and_then(Path::parent).expect("tests are built in target/PROFILE/deps");
    profile.join("examples/tally").with_extension(env::consts::EXE_EXTENSION)
}
