//! Are the wedges computed at once, put together in order, and kept when somebody fails or is killed?
//!
//! The workers are this same program, started again with [`PART`] set, and so is the program that runs the answer when
//! that is to be killed.

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode, Stdio};
use std::time::Duration;
use std::{env, thread};
use tempfile::TempDir;
use wedge_files::run;
use witness::{Roster, deadline, harness};

const LIMIT: Duration = Duration::from_secs(25);

const PART: &str = "WEDGE_FILES_CHECK_PART";
/// Where workers sign.
const SIGN: &str = "WEDGE_FILES_CHECK_SIGN";
/// What goes wrong with the worker of one row, and which row that is.
const MISHAP: &str = "WEDGE_FILES_CHECK_MISHAP";
/// How many workers are to meet.
const MEET: &str = "WEDGE_FILES_CHECK_MEET";

fn main() -> ExitCode {
    match env::var(PART).as_deref() {
        Ok("worker") => return work().expect("nothing fails in here that the check can't explain"),
        Ok("parent") => {
            let [folder, mishap] = ["FOLDER", "MISHAP_OF_PARENT"].map(|name| env::var(name).expect("it is told"));
            let site = Site { root: PathBuf::from(folder) };
            // Whatever it returns: it is to be killed.
            let _ = site.run(ROWS, 3, &mishap);
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let mut arguments = Arguments::from_args();
    // One after another: each looks at this process's children.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("the_result_is_that_of_one_program", whole),
        trial("rows_that_do_not_divide", do_not_divide),
        trial("fewer_rows_than_workers", few_rows),
        trial("all_wedges_at_the_same_time", at_the_same_time),
        trial("a_failed_worker_is_an_error_and_the_others_stay_done", || fails("fails")),
        trial("half_a_wedge_is_no_wedge", || fails("half")),
        on_unix("a_killed_worker_has_failed", "Windows has no signals", || fails("killed")),
        trial("the_old_result_stays_until_the_new_one_is_ready", old_result),
        trial("another_number_of_workers_goes_on", other_workers),
        trial("a_worker_that_cannot_be_started_is_an_error", no_such_program),
        on_unix("killed_itself_it_goes_on_where_it_was", "it needs sh to kill", killed),
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
    deadline(name, "who waits for which worker, and what ends that wait", LIMIT, test)
}

/// More than nine wedges' worth, and no multiple of the workers.
const ROWS: usize = 103;

// ----------------------------------------------------------------------------------------------- the worker's side

/// One row of the table, of a length that varies.
fn row(i: usize) -> Vec<u8> {
    let mut row = format!("{i}:").into_bytes();
    row.extend((0..i * 7 % 50).map(|k| (i * 31 + k * 17) as u8));
    row.push(b'\n');
    row
}

fn table(rows: Range<usize>) -> Vec<u8> {
    rows.flat_map(row).collect()
}

fn work() -> io::Result<ExitCode> {
    let [_, begin, end, file] = &env::args().collect::<Vec<_>>()[..] else { panic!("begin, end and file") };
    let rows: Range<usize> = begin.parse().unwrap()..end.parse().unwrap();
    let sign = PathBuf::from(env::var_os(SIGN).expect("it is told"));
    let roster = Roster::at(&sign);
    roster.sign(rows.start);
    // It has its name when it is locked, not before: without a lock, its process is dead.
    let alive = File::create(sign.join(format!("{begin}.new")))?;
    alive.lock()?;
    fs::rename(sign.join(format!("{begin}.new")), sign.join(format!("{begin}.alive")))?;
    if let Ok(together) = env::var(MEET) {
        roster.meet(together.parse().expect("a number"));
    }
    let (mishap, of) = env::var(MISHAP)
        .ok()
        .and_then(|m| m.split_once(' ').map(|(m, of)| (m.to_owned(), of.to_owned())))
        .unwrap_or_default();
    let mine = of.parse().is_ok_and(|of: usize| rows.contains(&of));

    let content = table(rows);
    let mut file = File::create(file)?;
    if mine && mishap != "kills" {
        let written = if mishap == "half" { &content[..content.len() / 2] } else { b"what a failed worker writes" };
        file.write_all(written)?;
        if mishap == "killed" {
            kill(process::id())?;
        }
        return Ok(ExitCode::from(3));
    }
    if mine {
        file.write_all(&content[..content.len() / 2])?;
        wait_for_the_others(&sign, begin)?;
        kill(env::var("PARENT").expect("it is told").parse().expect("a number"))?;
        return Ok(ExitCode::FAILURE);
    }
    file.write_all(&content)?;
    Ok(ExitCode::SUCCESS)
}

fn kill(process: u32) -> io::Result<()> {
    Command::new("sh").args(["-c", &format!("kill -KILL {process}")]).status().map(drop)
}

/// Until the other two workers have ended, and then for as long as their parent may need to see that. Turns, not
/// seconds: on a machine that stands still they stand still too.
fn wait_for_the_others(sign: &Path, me: &str) -> io::Result<()> {
    for _ in 0..500 {
        let mut ended = 0;
        for entry in fs::read_dir(sign)? {
            let path = entry?.path();
            let others =
                path.extension().is_some_and(|e| e == "alive") && path.file_stem().is_some_and(|stem| stem != me);
            if others && File::open(&path)?.try_lock().is_ok() {
                ended += 1;
            }
        }
        if ended == 2 {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------- the check's side

/// The folders of one computation.
struct Site {
    root: PathBuf,
}

impl Site {
    fn new(root: &TempDir) -> io::Result<Self> {
        let root = root.path().to_owned();
        fs::create_dir(root.join("wedges"))?;
        fs::create_dir(root.join("out"))?;
        Ok(Self { root })
    }

    fn result(&self) -> PathBuf {
        self.root.join("out").join("table")
    }

    /// Where the workers of the call in question sign; each call has its own.
    fn sign(&self) -> PathBuf {
        self.root.join("sign")
    }

    fn run(&self, rows: usize, workers: usize, mishap: &str) -> io::Result<()> {
        let program = env::current_exe()?;
        let start = |rows: Range<usize>, file: &Path| {
            let mut command = Command::new(&program);
            command.arg(rows.start.to_string()).arg(rows.end.to_string()).arg(file);
            command.env(PART, "worker").env(SIGN, self.sign()).env("PARENT", process::id().to_string());
            command.stdin(Stdio::null());
            match mishap.strip_prefix("meet ") {
                Some(together) => command.env(MEET, together),
                None => command.env(MISHAP, mishap),
            };
            command
        };
        let _ = fs::remove_dir_all(self.sign());
        fs::create_dir(self.sign())?;
        run(start, rows, workers, &self.root.join("wedges"), &self.result())
    }

    /// The first rows of the wedges whose workers were started by the last call.
    fn started(&self) -> Vec<usize> {
        let mut started: Vec<_> = Roster::at(self.sign()).signatures().iter().map(|signature| signature.item).collect();
        started.sort_unstable();
        started
    }

    /// Runs without a mishap, and looks at the result.
    fn finishes(&self, rows: usize, workers: usize) -> Result<(), Failed> {
        self.run(rows, workers, "").map_err(|error| format!("`run` returned the error {error:?}"))?;
        nobody_left()?;
        self.holds(rows)
    }

    fn holds(&self, rows: usize) -> Result<(), Failed> {
        let got = fs::read(self.result()).map_err(|error| format!("the result can't be read: {error}"))?;
        let want = table(0..rows);
        if got == want {
            return Ok(());
        }
        let at = got.iter().zip(&want).position(|(got, want)| got != want).unwrap_or(got.len().min(want.len()));
        let row = (0..rows).find(|&i| table(0..i + 1).len() > at).unwrap_or(rows);
        Err(format!(
            "{rows} rows: the result has {} bytes, expected {}; they differ first in row {row}.\n\
             Is every row in one wedge, are the wedges in order, and was each of them whole?",
            got.len(),
            want.len()
        )
        .into())
    }
}

/// Whether every child was waited for, as Linux tells; elsewhere nothing is known.
fn nobody_left() -> Result<(), Failed> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    match lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).next() {
        None => Ok(()),
        Some(child) => Err(format!(
            "`run` has returned, and its worker {child} is still there, at work or as a zombie.\n\
             Wait for every worker, also when one of them has failed."
        )
        .into()),
    }
}

fn whole() -> Result<(), Failed> {
    for (rows, workers) in [(0, 1), (0, 4), (1, 1), (12, 3), (100, 20)] {
        let root = TempDir::new()?;
        Site::new(&root)?.finishes(rows, workers)?;
    }
    Ok(())
}

fn do_not_divide() -> Result<(), Failed> {
    for (rows, workers) in [(7, 2), (7, 3), (ROWS, 4), (ROWS, 12)] {
        let root = TempDir::new()?;
        let site = Site::new(&root)?;
        site.finishes(rows, workers)?;
        let started = site.started();
        let ends = started.iter().skip(1).copied().chain([rows]);
        let sizes: BTreeSet<usize> = started.iter().zip(ends).map(|(&begin, end)| end - begin).collect();
        if sizes.last().unwrap() - sizes.first().unwrap() > 1 {
            return Err(format!(
                "{rows} rows, {workers} workers: wedges of {sizes:?} rows; they may differ by one at most"
            )
            .into());
        }
    }
    Ok(())
}

fn few_rows() -> Result<(), Failed> {
    for (rows, workers) in [(0, 3), (1, 4), (3, 8)] {
        let root = TempDir::new()?;
        let site = Site::new(&root)?;
        site.finishes(rows, workers)?;
        let started = site.started();
        if started != (0..rows).collect::<Vec<_>>() {
            return Err(format!(
                "{rows} rows, {workers} workers: programs were started that began with the rows {started:?}, expected one for each row.\n\
                 A program without rows is started for nothing."
            )
            .into());
        }
    }
    Ok(())
}

fn at_the_same_time() -> Result<(), Failed> {
    for workers in [2, 5] {
        let root = TempDir::new()?;
        let site = Site::new(&root)?;
        site.run(ROWS, workers, &format!("meet {workers}"))?;
        site.holds(ROWS)?;
        if !Roster::at(site.sign()).met() {
            return Err(format!(
                "{workers} workers should have been at work at the same time, and waited for each other in vain.\n\
                 `Command::status` comes back when the program has ended: who starts the next one?"
            )
            .into());
        }
    }
    Ok(())
}

/// Each worker in turn fails; then all goes well.
fn fails(mishap: &str) -> Result<(), Failed> {
    for at in [0, ROWS / 2, ROWS - 1] {
        let root = TempDir::new()?;
        let site = Site::new(&root)?;
        let outcome = site.run(ROWS, 3, &format!("{mishap} {at}"));
        nobody_left()?;
        if outcome.is_ok() {
            return Err(format!(
                "the worker of row {at} {}, and `run` returned no error.\nA file that is there says nothing; ask the exit status.",
                match mishap {
                    "killed" => "was killed by a signal",
                    _ => "ended with the code 3",
                }
            )
            .into());
        }
        let first = site.started();
        site.finishes(ROWS, 3).map_err(|wrong| {
            format!(
                "the worker of row {at} failed ({mishap}), and `run` was called again: {}",
                wrong.message().unwrap_or_default()
            )
        })?;
        let (again, missing) = (site.started(), first.iter().rev().find(|&&begin| begin <= at).copied());
        if again.len() != 1 || again.first().copied() != missing {
            return Err(format!(
                "three wedges, that begin with the rows {first:?}; the one with row {at} failed. Called again, `run` computed those that \
                 begin with {again:?}, expected {missing:?} alone.\nWhat is done stays done, and what failed is done again."
            )
            .into());
        }
    }
    Ok(())
}

fn old_result() -> Result<(), Failed> {
    let root = TempDir::new()?;
    let site = Site::new(&root)?;
    fs::write(site.result(), "yesterday's")?;
    let _ = site.run(ROWS, 2, "fails 60");
    if fs::read(site.result()).ok().as_deref() != Some(b"yesterday's") {
        return Err("a worker failed, and the old result is gone or changed: touch it when the new one is ready".into());
    }
    site.finishes(ROWS, 2)?;
    match fs::read_dir(root.path().join("out"))?.count() {
        1 => Ok(()),
        files => Err(format!("beside the result there are {} other files left in its folder", files - 1).into()),
    }
}

fn other_workers() -> Result<(), Failed> {
    for (first, second) in [(2, 3), (3, 2), (4, 1), (1, 12)] {
        let root = TempDir::new()?;
        let site = Site::new(&root)?;
        let _ = site.run(ROWS, first, "half 102");
        site.finishes(ROWS, second).map_err(|wrong| {
            format!("{first} workers, one of which failed; then {second}: {}", wrong.message().unwrap_or_default())
        })?;
    }
    Ok(())
}

fn no_such_program() -> Result<(), Failed> {
    let root = TempDir::new()?;
    let site = Site::new(&root)?;
    let start = |_: Range<usize>, _: &Path| Command::new("/there/is/no/such/program");
    match run(start, ROWS, 3, &root.path().join("wedges"), &site.result()) {
        Err(_) => Ok(()),
        Ok(()) => Err("no worker can be started, and `run` returned no error".into()),
    }
}

/// The last worker kills the program that runs the answer, when the others are done.
fn killed() -> Result<(), Failed> {
    let root = TempDir::new()?;
    let site = Site::new(&root)?;
    let status = Command::new(env::current_exe()?)
        .env(PART, "parent")
        .env("FOLDER", &site.root)
        .env("MISHAP_OF_PARENT", format!("kills {}", ROWS - 1))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.code().is_some() {
        return Err(
            format!("the program that runs `run` should have been killed, and ended by itself: {status}").into()
        );
    }
    let first = site.started();
    site.finishes(ROWS, 3)
        .map_err(|wrong| format!("killed and started again: {}", wrong.message().unwrap_or_default()))?;
    let (again, missing) = (site.started(), first.last().copied());
    if again.len() == 1 && again.first().copied() == missing {
        return Ok(());
    }
    Err(format!(
        "three wedges, that begin with the rows {first:?}. Two workers were done when the whole was killed. Started again, it computed those \
         that begin with {again:?}, expected {missing:?} alone.\n\
         A wedge is saved when its own worker is done, not when all are."
    )
    .into())
}
