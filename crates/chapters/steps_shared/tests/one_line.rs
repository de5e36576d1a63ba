//! A lock around more than it seems: who works beside whom, filmed; and where each thread stands, as gdb says. Without
//! a gdb that may be used that test is ignored, with the reason; `LAB_REQUIRE=gdb` makes that a failure.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};
use steps_shared::{one_line, two_lines};
use variant::Workers;
use witness::{SlowMotion, harness};

const WORKERS: usize = 4;

fn main() -> ExitCode {
    let trials = vec![
        Trial::test("in_one_line_one_at_a_time", || filmed(|n, items, score| one_line::run(n, items, score), 1)),
        Trial::test("in_two_lines_all_at_once", || filmed(|n, items, score| two_lines::run(n, items, score), WORKERS)),
        trials::with_tool("who_waits_and_who_works_stand_in_one_line", "gdb", tools::gdb, stacks),
    ];
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

type Run = fn(Workers, &[usize], &(dyn Fn(&usize) -> usize + Sync)) -> Vec<usize>;

/// Runs sixteen items of one beat each.
fn filmed(run: Run, at_once: usize) -> Result<(), Failed> {
    let film = SlowMotion::of(WORKERS);
    let items: Vec<usize> = (0..16).collect();
    let mut scores = run(Workers::new(WORKERS).unwrap(), &items, &|&item| {
        film.work(item, 1);
        10 * item
    });
    scores.sort_unstable();
    assert_eq!(scores, items.iter().map(|item| 10 * item).collect::<Vec<_>>());
    let film = film.develop();
    film.assert_each_once("item", items.len());
    assert_eq!(film.most_at_once(), at_once, "at the same time:\n{film}");
    Ok(())
}

/// Stopped in the middle of an item, one thread is in `score`, and the others wait for a lock. All were called from the
/// same line.
fn stacks(gdb: &Path) -> Result<(), Failed> {
    let commands = ["set debuginfod enabled off", "break score", "ignore 1 100", "run", "thread apply all backtrace"];
    let mut command = Command::new(gdb);
    command.args(["-nx", "-batch"]).args(commands.iter().flat_map(|command| ["-ex", command])).arg(example());
    let said = String::from_utf8_lossy(&command.output()?.stdout).into_owned();
    let source = include_str!("../src/one_line.rs");
    let line = 1 + source.lines().position(|line| line.contains("push(score(item))")).ok_or("where is the line?")?;
    let here = format!("src/one_line.rs:{line}\n");
    let threads = said.split("\nThread ").skip(1).filter(|thread| thread.contains(&here));
    let (mut working, mut waiting) = (0, 0);
    for thread in threads {
        working += usize::from(thread.contains(" score () at "));
        waiting += usize::from(thread.contains("lock_contended"));
    }
    if working == 1 && waiting >= 1 {
        return Ok(());
    }
    Err(format!("expected one thread in score and others in lock, all from {here}gdb says\n{said}").into())
}

/// Cargo builds a package's examples before its tests, in a folder beside theirs.
fn example() -> PathBuf {
    let test = env::current_exe().expect("the system knows which program this is");
    let profile = test.parent().and_then(Path::parent).expect("tests are built in target/PROFILE/deps");
    profile.join("examples/one_line").with_extension(env::consts::EXE_EXTENSION)
}
