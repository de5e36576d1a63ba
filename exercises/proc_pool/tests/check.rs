//! Does the pool answer every job, with processes at work at the same time, whatever becomes of them?
//!
//! The workers are this same program, started again with [`FOLDER`] set: they sign for each job in that folder.

use libtest_mimic::{Arguments, Failed, Trial};
use proc_pool::{Poisoned, TRIES, map, receive, send};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use std::{env, fs, thread};
use tempfile::TempDir;
use witness::{Roster, deadline, harness};

const LIMIT: Duration = Duration::from_secs(25);

/// Tells a worker where to sign.
const FOLDER: &str = "PROC_POOL_CHECK_FOLDER";

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(FOLDER) {
        work(&PathBuf::from(folder)).expect("nothing fails in here that the check can't explain");
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // One after another: each looks at this process's children.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("answers_come_in_the_order_of_the_jobs", order),
        trial("no_jobs_need_no_worker", no_jobs),
        trial("more_workers_than_jobs", more_workers_than_jobs),
        trial("workers_work_at_the_same_time", at_the_same_time),
        trial("a_long_job_holds_up_no_other", a_long_job),
        trial("payloads_larger_than_a_pipe", large_payloads),
        trial("a_job_that_was_killed_once_is_answered", killed_once),
        trial("a_worker_that_dies_between_two_jobs", dies_between_jobs),
        trial("half_an_answer_is_no_answer", half_an_answer),
        trial("a_poisoned_job_is_reported_and_no_other_is_lost", poisoned),
        trial("nothing_but_poison", only_poison),
        trial("a_poisoned_job_says_what_the_last_worker_died_of", cause_of_death),
        trial("an_answer_may_be_empty", empty_answers),
        trial("a_worker_that_can_t_be_started_is_an_error", no_such_program),
        trial("a_worker_that_can_t_be_replaced_is_an_error", no_replacement),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || deadline(name, "who waits for whom, and what ends the loop of tries", LIMIT, test))
}

// ------------------------------------------------------------------------------------------------ the worker's side

/// What a job asks of the worker; the first byte of its message.
#[derive(Clone, Copy, PartialEq)]
#[repr(u8)]
enum Task {
    /// Answer.
    Plain,
    /// Answer when as many processes are at work as the payload's first byte says.
    Meet,
    /// Answer when every other job has been begun, as many as the payload's first byte says.
    WaitForAll,
    /// Abort.
    Poison,
    /// Abort the first time, end with exit code 7 the second.
    AbortThenExit,
    /// End with exit code 7 the first time, abort the second.
    ExitThenAbort,
    /// Abort the first time, answer the second.
    AbortOnce,
    /// Write half an answer and end, the first time; answer the second.
    HalfOnce,
    /// Answer, and end.
    AnswerAndEnd,
}

const TASKS: [Task; 9] = [
    Task::Plain,
    Task::Meet,
    Task::WaitForAll,
    Task::Poison,
    Task::AbortThenExit,
    Task::ExitThenAbort,
    Task::AbortOnce,
    Task::HalfOnce,
    Task::AnswerAndEnd,
];

/// A job's message: what to do, the job's number in four bytes, the payload.
fn job(task: Task, item: usize, payload: &[u8]) -> Vec<u8> {
    [&[task as u8], &(item as u32).to_le_bytes()[..], payload].concat()
}

/// A payload that differs from job to job.
fn words(item: usize) -> Vec<u8> {
    format!("the payload of job {item}").into_bytes()
}

/// What a worker answers: the payload backwards.
fn answer(payload: &[u8]) -> Vec<u8> {
    payload.iter().rev().copied().collect()
}

fn work(folder: &Path) -> io::Result<()> {
    let roster = Roster::at(folder);
    born(folder).sign(0);
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Some(message) = receive(&mut input)? {
        let (head, payload) = message.split_at(5);
        let item = u32::from_le_bytes(head[1..].try_into().expect("four bytes")) as usize;
        let task = *TASKS.get(usize::from(head[0])).expect("a task of this file");
        roster.sign(item);
        let tried = roster.signatures().iter().filter(|signature| signature.item == item).count();
        match task {
            Task::Meet => {
                roster.meet(usize::from(payload[0]));
            }
            Task::WaitForAll => wait_for_all(&roster, usize::from(payload[0])),
            // Tried without end, it relents: then the check can say so instead of running out of time.
            Task::Poison if tried <= 5 * TRIES => process::abort(),
            Task::AbortOnce | Task::AbortThenExit if tried == 1 => process::abort(),
            Task::AbortThenExit => process::exit(7),
            Task::ExitThenAbort if tried == 1 => process::exit(7),
            Task::ExitThenAbort => process::abort(),
            Task::HalfOnce if tried == 1 => {
                output.write_all(&1000_u32.to_le_bytes())?;
                output.write_all(b"and th")?;
                return output.flush();
            }
            _ => {}
        }
        send(&mut output, &answer(payload))?;
        if task == Task::AnswerAndEnd {
            return Ok(());
        }
    }
    Ok(())
}

/// Where workers sign when they are born.
fn born(folder: &Path) -> Roster {
    Roster::at(folder.join("born"))
}

fn wait_for_all(roster: &Roster, jobs: usize) {
    let begun = || roster.signatures().iter().map(|signature| signature.item).collect::<BTreeSet<_>>().len();
    // Turns, not seconds: on a machine that stands still they stand still too.
    for _ in 0..500 {
        if begun() == jobs {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    fs::write(roster.folder().join("held-up"), "").expect("the folder can be written");
}

// ------------------------------------------------------------------------------------------------- the check's side

/// One run of `map`, and what its workers signed.
struct Run {
    folder: TempDir,
    /// The children that this process had before.
    before: BTreeSet<u32>,
    outcomes: Vec<Result<Vec<u8>, Poisoned>>,
}

/// Runs `jobs`, looks for children left behind, and for one outcome a job.
fn run(workers: usize, jobs: &[Vec<u8>]) -> Result<Run, Failed> {
    let (folder, before) = (folder()?, children());
    let program = env::current_exe()?;
    let outcomes = map(|| worker(&program, &folder), workers, jobs)
        .map_err(|error| format!("`map` returned the error {error:?}"))?;
    let run = Run { folder, before, outcomes };
    run.leaves_nothing_behind()?;
    if run.outcomes.len() != jobs.len() {
        return Err(format!("{} jobs, but {} outcomes.", jobs.len(), run.outcomes.len()).into());
    }
    Ok(run)
}

/// Where the workers of one run sign.
fn folder() -> io::Result<TempDir> {
    let folder = TempDir::new()?;
    fs::create_dir(folder.path().join("born"))?;
    Ok(folder)
}

/// What starts a worker.
fn worker(program: &Path, folder: &TempDir) -> Command {
    let mut command = Command::new(program);
    command.env(FOLDER, folder.path());
    command
}

impl Run {
    fn roster(&self) -> Roster {
        Roster::at(self.folder.path())
    }

    /// Every process that was started.
    fn born(&self) -> BTreeSet<u32> {
        born(self.folder.path()).processes()
    }

    /// How many times job `item` was begun.
    fn tried(&self, item: usize) -> usize {
        self.roster().signatures().iter().filter(|signature| signature.item == item).count()
    }

    /// Whether job `item` was answered, and rightly.
    fn answered(&self, item: usize, payload: &[u8]) -> Result<(), Failed> {
        let shorten = |bytes: &[u8]| match bytes.len() {
            0..=40 => format!("{:?}", String::from_utf8_lossy(bytes)),
            length => format!("{length} bytes that begin with {:?}", String::from_utf8_lossy(&bytes[..20])),
        };
        let want = answer(payload);
        match &self.outcomes[item] {
            Ok(got) if *got == want => Ok(()),
            Ok(got) => {
                let (got, want) = (shorten(got), shorten(&want));
                let idea = "Answers go in the order of the jobs, whoever is done first.";
                Err(format!("job {item}: expected {want}, got {got}.\n{idea}").into())
            }
            Err(Poisoned { .. }) => {
                let tried = self.tried(item);
                let idea = match tried {
                    0 => {
                        "No worker ever began it: was it queued behind a dead one, or only ever sent to workers that had died?"
                    }
                    _ => "It would have been answered at the next try, by a new worker.",
                };
                Err(format!("job {item} was begun {tried} times and given up as poisoned; it isn't.\n{idea}").into())
            }
        }
    }

    /// Whether job `item` was given up, after the right number of tries.
    fn given_up(&self, item: usize) -> Result<(), Failed> {
        let tried = self.tried(item);
        match self.outcomes[item] {
            Err(Poisoned { .. }) if tried == TRIES => Ok(()),
            Err(Poisoned { .. }) => Err(format!(
                "job {item} kills every worker. It was tried {tried} times before it was given up, expected {TRIES}.\n\
                 Each try costs a worker; one try is too few, for the worker may have died of something else."
            )
            .into()),
            Ok(_) => Err(format!(
                "job {item} kills every worker, and was tried until one relented: {tried} times, expected {TRIES}.\n\
                 A job that is tried without end keeps the pool busy for good."
            )
            .into()),
        }
    }

    /// Whether every child was waited for.
    fn leaves_nothing_behind(&self) -> Result<(), Failed> {
        // One that had no time to sign is a child all the same.
        let children: BTreeSet<_> = children().difference(&self.before).copied().collect();
        for child in self.born().union(&children).copied() {
            match state_of_child(child) {
                None => {}
                Some('Z') => {
                    return Err(format!(
                        "worker {child} ended, but nobody waited for it: it is a zombie.\n\
                         The system keeps what it knows about a dead process until its parent has called `wait`."
                    )
                    .into());
                }
                Some(_) => {
                    return Err(format!(
                        "`map` has returned, and worker {child} still runs.\n\
                         A worker ends when its input does. Close the pipe, then `wait` for it."
                    )
                    .into());
                }
            }
        }
        Ok(())
    }
}

/// This process's children, dead ones too that nobody has waited for, as Linux lists them; elsewhere none is known.
fn children() -> BTreeSet<u32> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<_>>()).collect()
}

/// The state of a process that is a child of ours, as Linux writes it; elsewhere nothing is known.
fn state_of_child(child: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{child}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let (state, parent) = (fields.next()?.parse().ok()?, fields.next()?);
    (parent == process::id().to_string()).then_some(state)
}

/// Jobs that all ask the same, each with a payload of its own.
fn same(task: Task, count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|item| job(task, item, &words(item))).collect()
}

/// Whether all of `items` were answered, each by one worker, once.
fn all_answered(run: &Run, items: impl Iterator<Item = usize>) -> Result<(), Failed> {
    for item in items {
        run.answered(item, &words(item))?;
    }
    Ok(())
}

fn born_exactly(run: &Run, want: usize, workers: usize, jobs: usize) -> Result<(), Failed> {
    let got = run.born().len();
    if got == want {
        return Ok(());
    }
    Err(format!(
        "{jobs} jobs, {workers} workers, none of which died: {got} processes were started, expected {want}.\n\
         A pool keeps its workers for the next job: to start a process takes longer than many a job. And a worker \
         that will find no job need not be born."
    )
    .into())
}

fn order() -> Result<(), Failed> {
    for (workers, count) in [(1, 1), (1, 5), (2, 5), (3, 12), (4, 4), (4, 33)] {
        let run = run(workers, &same(Task::Plain, count))?;
        all_answered(&run, 0..count)?;
        if let Some(item) = (0..count).find(|&item| run.tried(item) != 1) {
            let tried = run.tried(item);
            return Err(format!("nobody died, but job {item} was done {tried} times, expected once").into());
        }
        if run.roster().processes().contains(&process::id()) {
            return Err("the calling process answered a job itself".into());
        }
    }
    Ok(())
}

fn no_jobs() -> Result<(), Failed> {
    let run = run(3, &[])?;
    born_exactly(&run, 0, 3, 0)
}

fn more_workers_than_jobs() -> Result<(), Failed> {
    let run = run(9, &same(Task::Plain, 2))?;
    all_answered(&run, 0..2)?;
    match run.born().len() {
        1..=2 => Ok(()),
        born => Err(format!("2 jobs, 9 workers: {born} processes were started; 7 of them found nothing to do").into()),
    }
}

fn at_the_same_time() -> Result<(), Failed> {
    for (workers, count) in [(2, 2), (3, 9), (4, 6), (5, 3)] {
        let together = workers.min(count);
        let payload = |item| [&[together as u8][..], &words(item)].concat();
        let jobs: Vec<_> = (0..count).map(|item| job(Task::Meet, item, &payload(item))).collect();
        let run = run(workers, &jobs)?;
        for item in 0..count {
            run.answered(item, &payload(item))?;
        }
        if !run.roster().met() {
            let seen = run.roster().processes().len();
            return Err(format!(
                "{count} jobs, {workers} workers: {together} processes should have been at work at the same time, and \
                 they waited for each other in vain. {seen} took part in all.\n\
                 Is every worker given its first job before the first answer is waited for?"
            )
            .into());
        }
        born_exactly(&run, together, workers, count)?;
    }
    Ok(())
}

fn a_long_job() -> Result<(), Failed> {
    for (workers, count) in [(2, 8), (3, 10)] {
        for long in [0, 1] {
            let payload = |item| [&[count as u8][..], &words(item)].concat();
            let task = |item| if item == long { Task::WaitForAll } else { Task::Plain };
            let jobs: Vec<_> = (0..count).map(|item| job(task(item), item, &payload(item))).collect();
            let run = run(workers, &jobs)?;
            for item in 0..count {
                run.answered(item, &payload(item))?;
            }
            if run.folder.path().join("held-up").exists() {
                return Err(format!(
                    "{count} jobs, {workers} workers: job {long} takes long, and some job was not even begun before \
                     it was done, though another worker was free.\n\
                     Don't deal the jobs out beforehand: a worker that is done takes the next job that nobody has."
                )
                .into());
            }
        }
    }
    Ok(())
}

fn large_payloads() -> Result<(), Failed> {
    // A pipe holds 64 kB on Linux, less elsewhere.
    let payload = |item: usize| words(item).into_iter().cycle().take(1_000_000 + item).collect::<Vec<u8>>();
    let jobs: Vec<_> = (0..6).map(|item| job(Task::Plain, item, &payload(item))).collect();
    let run = run(2, &jobs)?;
    (0..6).try_for_each(|item| run.answered(item, &payload(item)))
}

/// `count` plain jobs, but the ones in `special`.
fn mixed(count: usize, special: &[usize], task: Task) -> Vec<Vec<u8>> {
    let task = |item| if special.contains(&item) { task } else { Task::Plain };
    (0..count).map(|item| job(task(item), item, &words(item))).collect()
}

fn killed_once() -> Result<(), Failed> {
    for (workers, special) in [(1, vec![0]), (2, vec![3]), (3, vec![0, 1, 2, 9])] {
        let run = run(workers, &mixed(10, &special, Task::AbortOnce))?;
        all_answered(&run, 0..10)?;
    }
    Ok(())
}

fn dies_between_jobs() -> Result<(), Failed> {
    for workers in [1, 2] {
        let run = run(workers, &same(Task::AnswerAndEnd, 8))?;
        all_answered(&run, 0..8)?;
        // More than a pipe holds: sending such a job to a worker that reads no more fails, however slowly it ends.
        let payload = |item: usize| words(item).into_iter().cycle().take(300_000).collect::<Vec<u8>>();
        let jobs: Vec<_> = (0..4).map(|item| job(Task::AnswerAndEnd, item, &payload(item))).collect();
        let run = self::run(workers, &jobs)?;
        (0..4).try_for_each(|item| run.answered(item, &payload(item)))?;
    }
    Ok(())
}

fn half_an_answer() -> Result<(), Failed> {
    let run = run(2, &mixed(7, &[2, 6], Task::HalfOnce))?;
    all_answered(&run, 0..7)
}

fn poisoned() -> Result<(), Failed> {
    for (workers, special) in [(1, vec![2]), (2, vec![0]), (3, vec![1, 4, 11]), (4, vec![0, 1, 2, 3])] {
        let run = run(workers, &mixed(12, &special, Task::Poison))?;
        for item in 0..12 {
            if special.contains(&item) { run.given_up(item)? } else { run.answered(item, &words(item))? }
        }
        let (born, most) = (run.born().len(), workers + special.len() * TRIES);
        if born > most {
            return Err(format!(
                "{workers} workers, {} of which died twice: {born} processes were started, expected at most {most}.\n\
                 One worker's death is no reason to replace the others.",
                special.len()
            )
            .into());
        }
    }
    Ok(())
}

fn only_poison() -> Result<(), Failed> {
    let run = run(3, &same(Task::Poison, 5))?;
    (0..5).try_for_each(|item| run.given_up(item))
}

fn cause_of_death() -> Result<(), Failed> {
    for (task, want) in [(Task::AbortThenExit, "exit code 7"), (Task::ExitThenAbort, "an abort")] {
        let run = run(2, &mixed(6, &[3], task))?;
        run.given_up(3)?;
        let Err(Poisoned { last }) = run.outcomes[3] else { unreachable!("it was given up") };
        // On Windows an abort is an exit code like others.
        let right =
            if task == Task::AbortThenExit { last.code() == Some(7) } else { last.code().is_none() || cfg!(windows) };
        if !right {
            let before = if task == Task::AbortThenExit { "an abort" } else { "exit code 7" };
            return Err(format!(
                "the first worker that was given job 3 ended by {before}, the last one by {want}, and `Poisoned` says: {last}.\n\
                 `wait` returns how a process ended. Keep what it says of the last one."
            )
            .into());
        }
    }
    Ok(())
}

fn empty_answers() -> Result<(), Failed> {
    let jobs: Vec<_> = (0..5).map(|item| job(Task::Plain, item, b"")).collect();
    let run = run(2, &jobs)?;
    (0..5).try_for_each(|item| run.answered(item, b""))
}

fn no_such_program() -> Result<(), Failed> {
    match map(no_program, 2, &same(Task::Plain, 4)) {
        Err(_) => Ok(()),
        Ok(outcomes) => Err(format!(
            "no worker can be started, and `map` returned {outcomes:?}.\n\
             That isn't the jobs' fault: hand the error of `spawn` on."
        )
        .into()),
    }
}

fn no_replacement() -> Result<(), Failed> {
    // One job kills its workers: the last one of a single worker's, or the first of several workers'.
    for (workers, can_be_started, poisoned) in [(1, 1, 5), (2, 1, 0), (2, 2, 0), (3, 2, 0)] {
        let (folder, before, program, started) = (folder()?, children(), env::current_exe()?, AtomicUsize::new(0));
        let start = || match started.fetch_add(1, Relaxed) < can_be_started {
            true => worker(&program, &folder),
            false => no_program(),
        };
        let outcome = map(start, workers, &mixed(6, &[poisoned], Task::Poison));
        let run = Run { folder, before, outcomes: Vec::new() };
        run.leaves_nothing_behind()?;
        if let Ok(outcomes) = outcome {
            return Err(format!(
                "{workers} workers, job {poisoned} of 6 kills whoever is given it, and after {can_be_started} starts no \
                 other worker can be started: `map` returned {outcomes:?}.\n\
                 That isn't the jobs' fault: hand the error of `spawn` on."
            )
            .into());
        }
    }
    Ok(())
}

fn no_program() -> Command {
    Command::new("/there/is/no/such/program")
}
