//! The report that `wrong_by_one_warp` hands out is ThreadSanitizer's own: the kernel runs here as it ran then, on real
//! threads, under the real sanitizer. Which access comes first, and so which one it calls the previous, is chance.

use libtest_mimic::{Arguments, Failed};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};
use tempfile::TempDir;
use variant::Unavailable;

const THREADS: &str = include_str!("threads.cpp");
const KERNEL: &str = include_str!("../../../../exercises/originals/wrong_by_one_warp/src/sums.cu");
const REPORT: &str = include_str!("../../../../exercises/originals/wrong_by_one_warp/src/report.txt");
const ANSWER: &str = include_str!("../../../../exercises/solutions/wrong_by_one_warp/src/sums.cu");

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let tests: [(&str, Test); 3] = [
        ("one_warp_is_reported_right", |compiler| expect_quiet(compiler, KERNEL, 1)),
        ("two_warps_are_reported_as_in_the_exercise", two_warps_are_reported_as_in_the_exercise),
        ("the_answer_is_reported_right", |compiler| expect_quiet(compiler, ANSWER, 4)),
    ];
    let trials = tests.map(|(name, test)| trials::with_tool(name, "tsan", sanitizer, test));
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

/// A C++ compiler that has the sanitizer's library, and a system on which that runs.
fn sanitizer() -> Result<PathBuf, Unavailable> {
    let compiler = tools::cxx_compiler()?;
    let ran = run(&compiler, KERNEL, 1);
    let missing = || Unavailable::new("this C++ compiler has no ThreadSanitizer, or it doesn't run here");
    if ran.is_ok_and(|(_, ended)| ended) { Ok(compiler) } else { Err(missing()) }
}

/// What the sanitizer says of so many warps, and whether the program came to its end.
fn run(compiler: &Path, kernel: &str, warps: u32) -> Result<(String, bool), Failed> {
    let folder: TempDir = tempfile::tempdir()?;
    fs::write(folder.path().join("sums.cu"), kernel)?;
    fs::write(folder.path().join("threads.cpp"), THREADS)?;
    let options = ["-std=c++17", "-O1", "-g", "-fsanitize=thread", "-fno-pie", "-no-pie", "-pthread"];
    let mut compile = Command::new(compiler);
    let compiled = compile.current_dir(folder.path()).args(options).args(["threads.cpp", "-o", "threads"]).output()?;
    if !compiled.status.success() {
        return Err(String::from_utf8_lossy(&compiled.stderr).into_owned().into());
    }
    // It remembers for longer where each thread has been.
    let mut threads = Command::new(folder.path().join("threads"));
    let ran = threads.arg(warps.to_string()).env("TSAN_OPTIONS", "history_size=7").output()?;
    Ok((String::from_utf8_lossy(&ran.stderr).into_owned(), !ran.stdout.is_empty()))
}

fn expect_quiet(compiler: &Path, kernel: &str, warps: u32) -> Result<(), Failed> {
    let (told, ended) = run(compiler, kernel, warps)?;
    if ended && told.is_empty() { Ok(()) } else { Err(told.into()) }
}

/// Which kinds of access, by which threads, in which lines of the kernel; sorted.
fn accesses(report: &str) -> Vec<String> {
    let lines: Vec<&str> = report.lines().collect();
    let first = lines.windows(2).filter_map(|two| {
        let access = two[0].trim().to_lowercase();
        let access = access.strip_prefix("previous ").unwrap_or(&access);
        let thread = access.split(" by thread ").nth(1)?.trim_end_matches(':');
        let line = two[1].split("sums.cu:").nth(1)?.split(' ').next()?;
        Some(format!("{} by {thread} in line {line}", access.split(' ').next()?))
    });
    // The first report's two.
    let mut accesses: Vec<_> = first.take(2).collect();
    accesses.sort();
    accesses
}

fn two_warps_are_reported_as_in_the_exercise(compiler: &Path) -> Result<(), Failed> {
    let wanted = ["read by t1 in line 16", "write by t33 in line 13"];
    let (told, _) = run(compiler, KERNEL, 2)?;
    if accesses(REPORT) == wanted && accesses(&told) == wanted { Ok(()) } else { Err(told.into()) }
}
