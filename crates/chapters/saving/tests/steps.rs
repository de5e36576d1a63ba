//! A run that keeps its steps in files of their own: what it asks of the system, early and late, as strace counts it.
//! Without an strace that may be used that test is ignored, with the reason; `LAB_REQUIRE=strace` makes that a failure.

use expect_test::expect_file;
use libtest_mimic::{Arguments, Failed, Trial};
use saving::{Results, counted_on, first_free, postcard};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    let trials = vec![
        Trial::test("a_run_goes_on_where_it_stopped", goes_on),
        Trial::test("a_gap_is_no_reason_to_overwrite", gap),
        trials::with_tool("what_grows_is_the_looking", "strace", tools::strace, what_grows),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn results(seed: u64) -> Results {
    Results { seed, km: vec![1.5] }
}

fn goes_on() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for (run, seeds) in [0..3, 3..5].into_iter().enumerate() {
        let mut first_free = first_free::Steps::open(created(&folder.path().join("first_free"))?)?;
        let mut counted_on = counted_on::Steps::open(created(&folder.path().join("counted_on"))?)?;
        for seed in seeds {
            first_free.save(&results(seed)).map_err(|wrong| format!("run {run}: {wrong}"))?;
            counted_on.save(&results(seed)).map_err(|wrong| format!("run {run}: {wrong}"))?;
        }
    }
    for way in ["first_free", "counted_on"] {
        for seed in 0..5 {
            assert_eq!(postcard::load(&folder.path().join(way).join(format!("step-{seed}")))?, results(seed), "{way}");
        }
    }
    Ok(())
}

/// Somebody has removed an early step. The first free number would be filled; the one after the last overwrites nothing
/// either, and stays in order.
fn gap() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for number in [0, 7, 12] {
        postcard::save(&results(number), &folder.path().join(format!("step-{number}")))?;
    }
    fs::write(folder.path().join("step-by-step"), "not one of ours")?;
    counted_on::Steps::open(folder.path().into())?.save(&results(13))?;
    assert_eq!(postcard::load(&folder.path().join("step-13"))?, results(13));
    Ok(())
}

fn created(folder: &Path) -> Result<PathBuf, Failed> {
    fs::create_dir_all(folder)?;
    Ok(folder.into())
}

/// The chapter's evidence, and the same of the mended program.
fn what_grows(strace: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let late = folder.path().join("late");
    fs::create_dir(&late)?;
    for number in 0..1000 {
        fs::write(late.join(format!("step-{number}")), "")?;
    }
    let early = created(&folder.path().join("early"))?;
    let counts = |way, at: &Path| counted(strace, way, at);
    let said = format!("{}\n{}", counts("first_free", &early)?, counts("first_free", &late)?);
    expect_file!["steps.txt"].assert_eq(&said);
    let mended = created(&folder.path().join("mended"))?;
    let said = format!("{}\n{}", counts("counted_on", &mended)?, counts("counted_on", &late)?);
    expect_file!["steps_mended.txt"].assert_eq(&said);
    Ok(())
}

/// What a hundred saves ask of the file system, as strace prints it.
fn counted(strace: &Path, way: &str, folder: &Path) -> Result<String, Failed> {
    let calls = "trace=statx,write,fsync,?rename,?renameat,?renameat2";
    let table = folder.with_extension("txt");
    let done = Command::new(strace)
        .args(["-c", "-S", "calls", "-U", "name,calls", "-e", calls, "-o"])
        .arg(&table)
        .arg(example("steps"))
        .args([way.as_ref(), folder.as_os_str(), "100".as_ref()])
        .output()?;
    if done.status.success() {
        return Ok(fs::read_to_string(table)?);
    }
    Err(format!("{}: {}", done.status, String::from_utf8_lossy(&done.stderr)).into())
}

/// One of this package's examples: cargo builds them before its tests, in a folder beside theirs.
fn example(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the system knows which program this is");
    let profile = test.parent().and_then(Path::parent).expect("tests are built in target/PROFILE/deps");
    profile.join("examples").join(name).with_extension(env::consts::EXE_EXTENSION)
}
