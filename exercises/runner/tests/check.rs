//! Does each program come to an end, with all that it printed, and nothing left of it?
//!
//! The programs are this same one, started again with [`PART`] set. One that is to be killed signs with a lock on a
//! file in [`FOLDER`], which the system takes away when the process dies, however it dies: so the living can be
//! counted.

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use runner::{End, Finished, run};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};
use std::time::Duration;
use std::{env, thread};
use tempfile::TempDir;
use witness::{deadline, harness};

const LIMIT: Duration = Duration::from_secs(25);

/// Far more than any program here needs.
const PLENTY: Duration = Duration::from_secs(300);

/// More than any pipe holds.
const MEGABYTE: usize = 1 << 20;

/// Says which program is played.
const PART: &str = "RUNNER_CHECK_PART";
/// Where it signs.
const FOLDER: &str = "RUNNER_CHECK_FOLDER";

fn main() -> ExitCode {
    if let Some(part) = env::var_os(PART) {
        return ExitCode::from(play(part.to_str().expect("a part of this file")).unwrap_or(99));
    }
    let mut arguments = Arguments::from_args();
    // One after another: each looks at this process's children.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("what_it_prints_and_how_it_ends", plain),
        trial("any_bytes_are_handed_on", any_bytes),
        trial("the_input_ends", the_input_ends),
        trial("a_megabyte_there_and_back", there_and_back),
        trial("both_outputs_are_full", both_full),
        trial("a_program_that_reads_nothing", reads_nothing),
        trial("a_limit_without_end", no_limit),
        trial("a_program_that_cannot_be_started_is_an_error", no_such_program),
        trial("a_program_that_hangs_is_killed", hangs),
        trial("what_was_printed_before_the_kill_is_returned", printed_before),
        trial("a_child_of_its_own_is_killed_too", with_child),
        trial("a_child_that_is_left_behind_is_killed_too", left_behind),
        on_unix("a_program_that_closes_its_outputs_and_hangs", "it needs sh", closes_outputs),
        on_unix("a_program_that_ignores_sigterm", "Windows has no signals", ignores_sigterm),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || ended(name, test))
}

/// Ignored elsewhere, for the reason given.
fn on_unix(name: &'static str, reason: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::ignorable_test(name, move || match cfg!(unix) {
        true => ended(name, test).map(|()| Completion::Completed),
        false => Ok(Completion::ignored_with(reason)),
    })
}

fn ended(name: &'static str, test: fn() -> Result<(), Failed>) -> Result<(), Failed> {
    let idea = "each of the three pipes: who waits for it, who else holds it open, and what ends that wait when the time is up?";
    deadline(name, idea, LIMIT, test)
}

// ---------------------------------------------------------------------------------------------- the programs' side

fn play(part: &str) -> io::Result<u8> {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    match part {
        "greets" => {
            out.write_all(b"to standard output")?;
            err.write_all(b"to standard error")?;
            out.flush()?;
            return Ok(7);
        }
        "bytes" => {
            out.write_all(&every_byte())?;
            err.write_all(&every_byte())?;
        }
        "counts" => {
            let count = io::copy(&mut io::stdin().lock(), &mut io::sink())?;
            write!(out, "{count}")?;
        }
        // As it comes: who doesn't read stops us, and we stop who writes.
        "echoes" => {
            io::copy(&mut io::stdin().lock(), &mut out)?;
        }
        "errors_first" | "output_first" => {
            let (first, second): (&mut dyn Write, &mut dyn Write) =
                if part == "errors_first" { (&mut err, &mut out) } else { (&mut out, &mut err) };
            first.write_all(&vec![b'1'; MEGABYTE])?;
            second.write_all(&vec![b'2'; MEGABYTE])?;
            out.flush()?;
            io::copy(&mut io::stdin().lock(), &mut io::sink())?;
        }
        "deaf" => out.write_all(b"I didn't listen")?,
        "hangs" => {
            let alive = sign();
            begun(&mut out, b"begun")?;
            stay(alive);
        }
        "floods_and_hangs" => {
            let alive = sign();
            err.write_all(&vec![b'e'; MEGABYTE])?;
            begun(&mut out, &vec![b'o'; MEGABYTE])?;
            stay(alive);
        }
        "has_a_child" => {
            let alive = sign();
            start_child()?;
            begun(&mut out, b"begun")?;
            stay(alive);
        }
        "leaves_a_child" => {
            start_child()?;
            begun(&mut out, b"begun")?;
        }
        // The grandchild: it says when it is there, by the lock, and holds all pipes.
        "child" => stay(sign()),
        _ => unreachable!("a part of this file"),
    }
    out.flush()?;
    Ok(0)
}

fn every_byte() -> Vec<u8> {
    (0..=255).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env::var_os(FOLDER).expect("whoever is to be killed is told where to sign"))
}

/// Signs as alive: as long as the file is locked, this process lives.
fn sign() -> File {
    let file = File::create(folder().join(format!("{}.alive", process::id()))).expect("the folder can be written");
    file.lock().expect("nobody else locks it");
    // Only now it counts: its name must not be seen before it is locked.
    fs::write(folder().join(format!("{}.signed", process::id())), "").expect("the folder can be written");
    file
}

/// Prints, and then says that it has: what is in a pipe can be had by whoever looks.
fn begun(out: &mut impl Write, words: &[u8]) -> io::Result<()> {
    out.write_all(words)?;
    out.flush()?;
    fs::write(folder().join("begun"), "")
}

/// Stays until the check is over; or for a minute, if a wrong answer has made the check end in its middle.
fn stay(alive: File) {
    for _ in 0..1200 {
        if !folder().exists() {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    drop(alive);
}

fn start_child() -> io::Result<()> {
    // Its standard streams are ours.
    let child = Command::new(env::current_exe()?).env(PART, "child").spawn()?;
    let signed = folder().join(format!("{}.signed", child.id()));
    while !signed.exists() {
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------- the check's side

fn program(part: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("it runs"));
    command.env(PART, part);
    command
}

/// Runs a program that ends by itself.
fn finished(part: &str, input: &[u8]) -> Result<Finished, Failed> {
    let before = children();
    let finished = run(program(part), input, PLENTY).map_err(|error| format!("`run` returned the error {error:?}"))?;
    no_zombies(&before)?;
    if finished.end == End::TimedOut {
        return Err(format!(
            "the program that {part} was given {PLENTY:?}, ended at once, and `run` says it timed out"
        )
        .into());
    }
    Ok(finished)
}

/// `got` and `want`, shortened.
fn assert_bytes(what: &str, got: &[u8], want: &[u8]) -> Result<(), Failed> {
    let shorten = |bytes: &[u8]| match bytes.len() {
        0..=40 => format!("{:?}", String::from_utf8_lossy(bytes)),
        length => format!("{length} bytes that begin with {:?}", String::from_utf8_lossy(&bytes[..20])),
    };
    match got == want {
        true => Ok(()),
        false => Err(format!("{what}: expected {}, got {}.", shorten(want), shorten(got)).into()),
    }
}

fn ended_with(code: i32, end: End) -> Result<(), Failed> {
    match end {
        End::Ended(status) if status.code() == Some(code) => Ok(()),
        end => Err(format!("the program ended with the code {code}, and `run` says {end:?}.").into()),
    }
}

fn plain() -> Result<(), Failed> {
    let got = finished("greets", b"")?;
    assert_bytes("standard output", &got.stdout, b"to standard output")?;
    assert_bytes("standard error", &got.stderr, b"to standard error")?;
    ended_with(7, got.end)
}

fn any_bytes() -> Result<(), Failed> {
    let got = finished("bytes", b"")?;
    let idea = "of a program that prints every byte, and so no UTF-8";
    assert_bytes(&format!("standard output {idea}"), &got.stdout, &every_byte())?;
    assert_bytes(&format!("standard error {idea}"), &got.stderr, &every_byte())
}

fn the_input_ends() -> Result<(), Failed> {
    for length in [0, 1, 1000] {
        let got = finished("counts", &vec![b'x'; length])?;
        assert_bytes("the number of bytes that the program read", &got.stdout, length.to_string().as_bytes())?;
    }
    Ok(())
}

fn there_and_back() -> Result<(), Failed> {
    let input: Vec<u8> = every_byte().into_iter().cycle().take(MEGABYTE + 13).collect();
    let got = finished("echoes", &input)?;
    assert_bytes("a megabyte, echoed as it comes", &got.stdout, &input)?;
    ended_with(0, got.end)
}

fn both_full() -> Result<(), Failed> {
    for (part, stdout, stderr) in [("errors_first", b'2', b'1'), ("output_first", b'1', b'2')] {
        let got = finished(part, &vec![0; MEGABYTE])?;
        assert_bytes(&format!("standard output, {part}"), &got.stdout, &vec![stdout; MEGABYTE])?;
        assert_bytes(&format!("standard error, {part}"), &got.stderr, &vec![stderr; MEGABYTE])?;
        ended_with(0, got.end)?;
    }
    Ok(())
}

fn reads_nothing() -> Result<(), Failed> {
    let before = children();
    let got = run(program("deaf"), &vec![0; MEGABYTE], PLENTY).map_err(|error| {
        format!(
            "the program didn't read its input, and ended well; `run` returned the error {error:?}.\n\
             A pipe that nobody reads any more is an error for the one who writes. Here it means only that enough was read."
        )
    })?;
    no_zombies(&before)?;
    assert_bytes("standard output of a program that reads nothing", &got.stdout, b"I didn't listen")?;
    ended_with(0, got.end)
}

fn no_limit() -> Result<(), Failed> {
    let got = run(program("greets"), b"", Duration::MAX)?;
    ended_with(7, got.end)
}

fn no_such_program() -> Result<(), Failed> {
    match run(Command::new("/there/is/no/such/program"), b"input", PLENTY) {
        Err(_) => Ok(()),
        Ok(got) => {
            Err(format!("the program isn't there, and `run` returned {:?}; hand on the error of `spawn`", got.end)
                .into())
        }
    }
}

/// Runs a program that hangs, with a limit that grows until it has come as far as it must.
fn killed(start: impl Fn(&Path) -> Command, input: &[u8], printed: &[u8]) -> Result<Finished, Failed> {
    let before = children();
    for seconds in [0.3, 1.0, 3.0, 10.0] {
        let folder = TempDir::new()?;
        let got = run(start(folder.path()), input, Duration::from_secs_f64(seconds))
            .map_err(|error| format!("`run` returned the error {error:?}"))?;
        no_zombies(&before)?;
        no_orphans(folder.path())?;
        if got.end != End::TimedOut {
            return Err(
                format!("it was still at work when its {seconds} s were over, and `run` says {:?}.", got.end).into()
            );
        }
        if folder.path().join("begun").exists() {
            assert_bytes("what it had printed before it was killed", &got.stdout, printed)?;
            return Ok(got);
        }
    }
    Err("it had no time to begin before its time was up, however much it was given".into())
}

fn with_folder(part: &str) -> impl Fn(&Path) -> Command {
    move |folder| {
        let mut command = program(part);
        command.env(FOLDER, folder);
        command
    }
}

fn hangs() -> Result<(), Failed> {
    killed(with_folder("hangs"), b"", b"begun")?;
    // Nobody will ever read this.
    killed(with_folder("hangs"), &vec![0; MEGABYTE], b"begun").map(drop)
}

fn printed_before() -> Result<(), Failed> {
    let got = killed(with_folder("floods_and_hangs"), b"", &vec![b'o'; MEGABYTE])?;
    assert_bytes("what it had printed to standard error", &got.stderr, &vec![b'e'; MEGABYTE])
}

fn with_child() -> Result<(), Failed> {
    killed(with_folder("has_a_child"), b"", b"begun").map(drop)
}

fn left_behind() -> Result<(), Failed> {
    killed(with_folder("leaves_a_child"), b"", b"begun")?;
    // The child holds our pipe, too, and reads as little as its parent did.
    killed(with_folder("leaves_a_child"), &vec![0; MEGABYTE], b"begun").map(drop)
}

/// What `sh` does here can't be done by a program in Rust without other crates.
fn shell(script: &'static str) -> impl Fn(&Path) -> Command {
    move |folder| {
        let mut command = Command::new("sh");
        // It stays with the same process number, and no longer than a minute.
        command.args(["-c", script]).current_dir(folder);
        command
    }
}

fn closes_outputs() -> Result<(), Failed> {
    killed(shell("printf begun; : > begun; exec >&- 2>&-; exec sleep 60"), b"", b"begun").map(drop)
}

fn ignores_sigterm() -> Result<(), Failed> {
    killed(shell("trap '' TERM; printf begun; : > begun; sleep 60; sleep 60"), b"", b"begun").map(drop)
}

// ---------------------------------------------------------------------------------------------------- what is left

/// Whether everyone who signed is dead. A signal takes a moment to be delivered.
fn no_orphans(folder: &Path) -> Result<(), Failed> {
    let mut living = 0;
    for _ in 0..400 {
        living = 0;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "alive")
                && path.with_extension("signed").exists()
                && File::open(&path)?.try_lock().is_err()
            {
                living += 1;
            }
        }
        if living == 0 {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(format!(
        "`run` has returned, its time being up, and {living} of the processes that it began still live.\n\
         A signal to a program doesn't reach its children. Start it as the leader of a group, and kill the group."
    )
    .into())
}

/// Whether every child was waited for.
fn no_zombies(before: &BTreeSet<u32>) -> Result<(), Failed> {
    let Some(&child) = children().difference(before).next() else { return Ok(()) };
    // Nobody waited for it, or it would be gone. If it was killed it may not have died yet.
    for _ in 0..400 {
        let state = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        if state.rsplit_once(") ").is_none_or(|(_, state)| state.starts_with('Z')) {
            return Err(format!(
                "process {child} ended, but nobody waited for it: it is a zombie.\n\
                 The system keeps what it knows about a dead process until its parent has called `wait`."
            )
            .into());
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(format!("`run` has returned, and its child {child} still runs.").into())
}

/// This process's children, dead ones too that nobody has waited for, as Linux lists them; elsewhere none is known.
fn children() -> BTreeSet<u32> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<_>>()).collect()
}
