//! Are the numbers replaced where they are, by all workers at once, and by nobody once `map` has returned?
//!
//! The workers are this same program, started again with [`FOLDER`] set.

use libtest_mimic::{Arguments, Failed, Trial};
use shared::Shared;
use shared_map::{Worker, map, serve};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use std::{env, fs, panic, thread};
use tempfile::TempDir;
use witness::{Roster, deadline, harness};

const LIMIT: Duration = Duration::from_secs(30);

/// Tells a worker where to leave word.
const FOLDER: &str = "SHARED_MAP_CHECK_FOLDER";

/// What a worker may ask for, in bytes, and move by system calls.
const ROOM: usize = 64 << 10;

/// The same of this process, in which the check's own threads look on.
const ROOM_HERE: usize = MANY * size_of::<f64>() / 2;

/// What may go through one pipe, in bytes.
const WORDS: usize = 1000;

/// Enough numbers that no copy of a worker's part has room.
const MANY: usize = 1_000_000;

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(FOLDER) {
        work(&PathBuf::from(folder));
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // One after another: each counts what this process does.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("each_number_is_replaced_once", each_once),
        trial("workers_work_at_the_same_time", at_the_same_time),
        trial("little_goes_through_the_pipes", little_is_sent),
        trial("no_process_makes_a_copy", no_copies),
        trial("there_is_no_second_slice", no_second_slice),
        trial("the_same_workers_are_asked_again", asked_again),
        trial("another_slice_of_the_same_length", another_slice),
        trial("a_worker_that_dies_is_an_error", dies),
        trial("nobody_writes_after_an_error", nobody_writes),
        trial("nobody_writes_if_an_order_could_not_be_sent", not_sent),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    let idea =
        "who waits for whom: an order that isn't flushed is never read, and a worker without an order never answers";
    Trial::test(name, move || deadline(name, idea, LIMIT, test))
}

// ------------------------------------------------------------------------------------------------ the worker's side

/// Numbers below 0 ask for something. [`DIE`]: abort.
const DIE: f64 = -1.0;
/// Go on when `map` has returned, or after a while.
const LINGER: f64 = -2.0;
/// Leave word of how many slices are mapped here, or in the parent.
const LOOK: f64 = -3.0;
/// Less `n`: wait until `n` processes are at work.
const MEET: f64 = -100.0;

/// What becomes of a number.
fn element(folder: &Path, number: f64) -> f64 {
    if number >= 0.0 {
        return 2.0 * number + 1.0;
    }
    if number == DIE {
        process::abort();
    } else if number == LINGER {
        // Turns, not seconds: on a machine that stands still they stand still too.
        for _ in 0..100 {
            if folder.join("returned").exists() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
    } else if number == LOOK {
        note(folder, "slices", slices("self").max(slices(&parent())));
    } else {
        Roster::at(folder).meet((MEET - number) as usize);
    }
    -number
}

fn work(folder: &Path) {
    // What is read and written from here on is counted, but for what the standard streams need once.
    let (mut from, to) = (io::stdin().lock(), io::stdout().lock());
    let _ = from.fill_buf();
    let (memory, moved) = (allocations::asked_by_all(), bytes_moved());
    // A panic is told by the check, as the parent's are.
    panic::set_hook(Box::new({
        let folder = folder.to_owned();
        move |panic| note(&folder, "said", format!("In a worker {panic}"))
    }));
    let served = serve(from, to, |number| element(folder, number));
    let (memory, moved) = (allocations::asked_by_all() - memory, bytes_moved() - moved);
    note(folder, "memory", memory);
    note(folder, "moved", moved);
    if let Err(error) = served {
        note(folder, "said", format!("`serve` returned the error {error:?}"));
    }
}

/// Leaves word of something.
fn note(folder: &Path, what: &str, word: impl Display) {
    let file = folder.join(format!("{what}-{}", process::id()));
    fs::write(file, word.to_string()).expect("the folder can be written");
}

/// What all workers left word of, in no order.
fn words(folder: &Path, what: &str) -> Vec<String> {
    let files = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it can be read").path());
    let about = |file: &PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(what));
    files.filter(about).map(|file| fs::read_to_string(file).expect("a worker wrote it")).collect()
}

/// The largest number that a worker left word of.
fn most(folder: &Path, what: &str) -> Option<usize> {
    words(folder, what).iter().map(|word| word.parse::<usize>().expect("a worker wrote a number")).max()
}

/// How many bytes this process has read and written by system calls, where Linux tells; elsewhere 0.
fn bytes_moved() -> usize {
    let text = fs::read_to_string("/proc/self/io").unwrap_or_default();
    let fields = text.lines().filter_map(|line| line.strip_prefix("rchar: ").or(line.strip_prefix("wchar: ")));
    fields.filter_map(|number| number.parse::<usize>().ok()).sum()
}

/// How many shared slices a process has mapped, where Linux tells; elsewhere 1.
fn slices(process: &str) -> usize {
    let Ok(text) = fs::read_to_string(format!("/proc/{process}/maps")) else { return 1 };
    let names = text.lines().filter_map(|line| line.split_once("memfd:shared-"));
    names.map(|(_, name)| name).collect::<BTreeSet<_>>().len()
}

/// The parent's number, where Linux tells.
fn parent() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap_or_default().trim().to_owned()
}

// ------------------------------------------------------------------------------------------------- the check's side

/// Worker processes, and what went through their pipes.
///
/// Dropped in this order: the pipes, the processes, the folder that they write to.
struct Team {
    workers: Vec<Worker>,
    children: Children,
    sent: Vec<Arc<AtomicUsize>>,
    received: Vec<Arc<AtomicUsize>>,
    folder: TempDir,
}

/// None outlives the test, even one that has failed.
struct Children(Vec<Child>);

impl Drop for Children {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // Both fail only if it is gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Team {
    fn of(count: usize) -> io::Result<Self> {
        let mut team = Self {
            workers: Vec::new(),
            children: Children(Vec::new()),
            sent: Vec::new(),
            received: Vec::new(),
            folder: TempDir::new()?,
        };
        for _ in 0..count {
            let mut command = Command::new(env::current_exe()?);
            command.env(FOLDER, team.folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = command.spawn()?;
            let to = Counted::new(child.stdin.take().expect("it is piped"));
            let from = Counted::new(child.stdout.take().expect("it is piped"));
            team.sent.push(Arc::clone(&to.bytes));
            team.received.push(Arc::clone(&from.bytes));
            team.workers.push(Worker { to: Box::new(to), from: Box::new(BufReader::new(from)) });
            team.children.0.push(child);
        }
        Ok(team)
    }

    /// Calls `map`, which must succeed.
    fn map(&mut self, numbers: &mut Shared<f64>) -> Result<(), Failed> {
        map(&mut self.workers, numbers).map_err(|error| {
            let said = words(self.folder.path(), "said").join("\n");
            format!("`map` returned the error {error:?}.\n{said}").trim_end().into()
        })
    }

    /// Closes the pipes and waits for all.
    fn end(mut self) -> io::Result<TempDir> {
        self.workers.clear();
        for child in &mut self.children.0 {
            child.wait()?;
        }
        Ok(self.folder)
    }
}

/// A pipe whose bytes are counted.
struct Counted<P> {
    pipe: P,
    bytes: Arc<AtomicUsize>,
}

impl<P> Counted<P> {
    fn new(pipe: P) -> Self {
        Self { pipe, bytes: Arc::default() }
    }
}

impl<P: Write> Write for Counted<P> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.pipe.write(bytes)?;
        self.bytes.fetch_add(written, Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}

impl<P: Read> Read for Counted<P> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.pipe.read(bytes)?;
        self.bytes.fetch_add(read, Relaxed);
        Ok(read)
    }
}

/// The numbers from 0, but for those of `special`.
fn numbers(count: usize, special: &[(usize, f64)]) -> Shared<f64> {
    let mut numbers = Shared::zeroed(count);
    for (i, number) in numbers.iter_mut().enumerate() {
        *number = i as f64;
    }
    for &(i, number) in special {
        numbers[i] = number;
    }
    numbers
}

/// Whether number `i`, which was `i` in the beginning, has been replaced `times` times, for all.
fn replaced(numbers: &[f64], times: i32, workers: usize) -> Result<(), Failed> {
    // 2x + 1, again and again.
    let after = |i: usize, times: i32| (i as f64 + 1.0) * 2_f64.powi(times) - 1.0;
    let Some(i) = (0..numbers.len()).find(|&i| numbers[i] != after(i, times)) else { return Ok(()) };
    let (got, want, count) = (numbers[i], after(i, times), numbers.len());
    let idea = match (0..10).find(|&other| got == after(i, other)) {
        Some(other) if other < times => "It was left out. Is it in somebody's part?",
        Some(_) => "It was replaced too often. Do two parts overlap?",
        None => "No number of replacements makes this of it.",
    };
    Err(format!("number {i} of {count}, with {workers} workers: expected {want}, got {got}.\n{idea}").into())
}

fn each_once() -> Result<(), Failed> {
    for (count, workers) in [(0, 1), (1, 1), (5, 1), (5, 2), (7, 3), (2, 4), (9, 4), (0, 3), (1000, 3), (4097, 4)] {
        let mut team = Team::of(workers)?;
        let mut numbers = numbers(count, &[]);
        team.map(&mut numbers)?;
        replaced(&numbers, 1, workers)?;
        team.end()?;
    }
    Ok(())
}

fn at_the_same_time() -> Result<(), Failed> {
    for workers in [2, 3, 4] {
        let mut team = Team::of(workers)?;
        // Whoever gets whichever part: at its first number it waits for the others.
        let mut numbers = numbers(12 * workers, &[]);
        numbers.fill(MEET - workers as f64);
        team.map(&mut numbers)?;
        let folder = team.end()?;
        if !Roster::at(folder.path()).met() {
            return Err(format!(
                "{workers} workers should have been at work at the same time, and waited for each other in vain.\n\
                 Are all orders sent before the first answer is waited for?"
            )
            .into());
        }
    }
    Ok(())
}

fn little_is_sent() -> Result<(), Failed> {
    for count in [100, MANY] {
        let mut team = Team::of(3)?;
        let mut numbers = numbers(count, &[]);
        team.map(&mut numbers)?;
        for (bytes, way) in [(&team.sent, "sent to"), (&team.received, "received from")] {
            let most = bytes.iter().map(|bytes| bytes.load(Relaxed)).max().unwrap_or(0);
            if most > WORDS {
                return Err(format!(
                    "{count} numbers, 3 workers: {most} bytes were {way} one of them, expected at most {WORDS}.\n\
                     The numbers are in memory that the worker can map. Send it only where to look, and let it say only \
                     that it is done."
                )
                .into());
            }
        }
        replaced(&numbers, 1, 3)?;
        team.end()?;
    }
    Ok(())
}

fn no_copies() -> Result<(), Failed> {
    let mut team = Team::of(3)?;
    let mut numbers = numbers(MANY, &[]);
    let (memory, moved) = (allocations::asked_by_all(), bytes_moved());
    team.map(&mut numbers)?;
    let (memory, moved) = (allocations::asked_by_all() - memory, bytes_moved() - moved);
    replaced(&numbers, 1, 3)?;
    let folder = team.end()?;
    let counts = [
        ("the parent asked for", memory, ROOM_HERE),
        ("the parent read and wrote by system calls", moved, ROOM_HERE),
        ("a worker asked for", most(folder.path(), "memory").unwrap_or(0), ROOM),
        ("a worker read and wrote by system calls", most(folder.path(), "moved").unwrap_or(0), ROOM),
    ];
    match counts.into_iter().find(|&(_, bytes, room)| bytes > room) {
        None => Ok(()),
        Some((who, bytes, room)) => Err(format!(
            "{MANY} numbers are {} bytes, and a third of them is a worker's part. For them {who} {bytes} bytes, expected \
             at most {room}: that is a copy.\n\
             `View::write` is the slice itself. Replace each number in it.",
            MANY * size_of::<f64>()
        )
        .into()),
    }
}

fn no_second_slice() -> Result<(), Failed> {
    let mut team = Team::of(2)?;
    let mut numbers = numbers(64, &[]);
    numbers.fill(LOOK);
    team.map(&mut numbers)?;
    let folder = team.end()?;
    match most(folder.path(), "slices").unwrap_or(1) {
        1 => Ok(()),
        slices => Err(format!(
            "a worker, or its parent, has {slices} shared slices mapped, expected 1.\n\
             Each number is replaced where it is. A slice for the answers needs as much memory once more, and somebody who \
             copies it back."
        )
        .into()),
    }
}

fn asked_again() -> Result<(), Failed> {
    let mut team = Team::of(2)?;
    let mut numbers = numbers(101, &[]);
    for times in 1..=3 {
        team.map(&mut numbers)?;
        replaced(&numbers, times, 2)?;
    }
    team.end()?;
    Ok(())
}

fn another_slice() -> Result<(), Failed> {
    let mut team = Team::of(2)?;
    for _ in 0..3 {
        // The one before is gone, and its number may be this one's.
        let mut numbers = numbers(50, &[]);
        team.map(&mut numbers)?;
        replaced(&numbers, 1, 2).map_err(|failed| {
            let said = failed.message().unwrap_or_default();
            format!("{said}\nThese workers had another slice of the same length before. Did one go on with that?")
        })?;
    }
    team.end()?;
    Ok(())
}

/// What `map` left is not to change any more.
fn stays(team: Team, numbers: &Shared<f64>, what: &str) -> Result<(), Failed> {
    let left = numbers.to_vec();
    drop(File::create(team.folder.path().join("returned"))?);
    team.end()?;
    match (0..left.len()).find(|&i| numbers[i] != left[i]) {
        None => Ok(()),
        Some(i) => Err(format!(
            "{what}. `map` returned the error, and after that number {i} changed from {} to {}.\n\
             The caller has its `&mut` back, and another process writes: a data race. Wait for every worker that has an order \
             before you return, whatever you return.",
            left[i], numbers[i]
        )
        .into()),
    }
}

fn dies() -> Result<(), Failed> {
    for (workers, i) in [(1, 0), (2, 0), (2, 99), (3, 50)] {
        let mut team = Team::of(workers)?;
        let mut numbers = numbers(100, &[(i, DIE)]);
        if map(&mut team.workers, &mut numbers).is_ok() {
            return Err(format!(
                "one of {workers} workers aborted at number {i}, and `map` returned Ok.\n\
                 A pipe that ends without an answer is the word of a worker that died: `read_line` returns 0."
            )
            .into());
        }
        team.end()?;
    }
    Ok(())
}

fn nobody_writes() -> Result<(), Failed> {
    for (die, linger) in [(0, 50), (99, 0)] {
        let mut team = Team::of(2)?;
        let mut numbers = numbers(100, &[(die, DIE), (linger, LINGER)]);
        if map(&mut team.workers, &mut numbers).is_ok() {
            return Err(format!("one of 2 workers aborted at number {die}, and `map` returned Ok").into());
        }
        stays(team, &numbers, "One worker died, and the other one took long")?;
    }
    Ok(())
}

fn not_sent() -> Result<(), Failed> {
    for dead in [0, 1] {
        let mut team = Team::of(2)?;
        team.children.0[dead].kill()?;
        team.children.0[dead].wait()?;
        let mut numbers = numbers(100, &[(0, LINGER), (50, LINGER)]);
        if map(&mut team.workers, &mut numbers).is_ok() {
            return Err(format!("worker {dead} of 2 was dead before it was asked, and `map` returned Ok").into());
        }
        stays(team, &numbers, "One worker was dead from the beginning, and the other one took long")?;
    }
    Ok(())
}
