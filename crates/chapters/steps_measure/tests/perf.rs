//! The chapter's profile, taken here and now: perf must find what the page says it finds. Without a perf that may be
//! used the test is ignored, with the reason; `LAB_REQUIRE=perf` makes that a failure.

use libtest_mimic::{Arguments, Failed};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    let trials = vec![trials::with_tool("all_pairs_is_where_the_time_goes", "perf", tools::perf, hot_spot)];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn hot_spot(perf: &Path) -> Result<(), Failed> {
    let nearest = example();
    let folder = tempfile::tempdir()?;
    let (points, data) = (folder.path().join("points.txt"), folder.path().join("perf.data"));
    fs::write(&points, output(Command::new(&nearest).args(["write", "10000"]))?)?;
    // The timer works in virtual machines too, where a processor's counters may not be there to count.
    let watched = [nearest.as_os_str(), "all_pairs".as_ref(), points.as_os_str()];
    output(Command::new(perf).args(["record", "-q", "-e", "cpu-clock", "-F", "999", "-o"]).arg(&data).args(watched))?;
    let report = output(Command::new(perf).args(["report", "--stdio", "-q", "--no-children", "-i"]).arg(&data))?;
    let first = report.lines().find(|line| line.contains('%')).ok_or("perf saw nothing")?;
    let share: f64 = first.trim().split('%').next().unwrap_or_default().trim().parse()?;
    if first.contains("all_pairs") && share > 50.0 {
        return Ok(());
    }
    Err(format!("expected most of the time in all_pairs; perf says\n{report}").into())
}

/// What the program says, if it goes well.
fn output(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into())
}

/// The program `nearest`: cargo builds a package's examples before its tests, in a folder beside theirs.
fn example() -> PathBuf {
    let test = env::current_exe().expect("the system knows which program this is");
    let profile = test.parent().and_then(Path::parent).expect("tests are built in target/PROFILE/deps");
    profile.join("examples/nearest").with_extension(env::consts::EXE_EXTENSION)
}
