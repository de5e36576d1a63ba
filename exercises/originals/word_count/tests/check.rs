//! Do the workers count together, on threads and in processes, and send no more than they must?
//!
//! The processes are this same program, started again with [`HOSTS`] set.

use libtest_mimic::{Arguments, Failed, Trial};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::{Command, ExitCode};
use std::rc::Rc;
use std::time::Duration;
use std::{env, thread};
use timely::logging::{TimelyEvent, TimelyEventBuilder};
use timely::{CommunicationConfig, Config, WorkerConfig};
use witness::{deadline, harness, output};
use word_count::word_count;

const LIMIT: Duration = Duration::from_secs(25);
const IDEA: &str = "who waits for whom: nobody is done while an input is open, and nothing moves unless workers step";

/// Tells a process which addresses there are, and which of them is its own.
const HOSTS: &str = "WORD_COUNT_CHECK_HOSTS";

fn main() -> ExitCode {
    if let Ok(hosts) = env::var(HOSTS) {
        return harness(|| play(&hosts));
    }
    let mut arguments = Arguments::from_args();
    // One after another: workers that wait keep a core busy.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("one_worker_counts_alone", alone),
        trial("words_are_what_stands_between_white_space", white_space),
        trial("threads_count_together", together),
        trial("a_worker_without_lines_waits_for_the_others", without_lines),
        trial("nothing_to_count", nothing),
        trial("words_are_spread_over_the_workers", spread),
        trial("a_frequent_word_is_sent_once", sent_once),
        trial("processes_count_together", processes),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || deadline(name, IDEA, LIMIT, test))
}

type Counts = BTreeMap<String, u64>;

/// What each of the workers answers, and how many records it sent to others, when each is given its `lines`.
fn run(
    config: Config,
    lines: impl Fn(usize) -> Vec<String> + Send + Sync + 'static,
) -> Result<Vec<(Counts, i64)>, Failed> {
    let workers = timely::execute(config, move |worker| {
        let sent = Rc::new(RefCell::new(0));
        let counter = Rc::clone(&sent);
        let mut log = worker.log_register().expect("this engine was built with logging");
        log.insert::<TimelyEventBuilder, _>("timely", move |_, events| {
            for (_, event) in events.iter().flat_map(|events| events.iter()) {
                if let TimelyEvent::Messages(messages) = event
                    && messages.is_send
                    && messages.source != messages.target
                {
                    *counter.borrow_mut() += messages.record_count;
                }
            }
        });
        drop(log);
        let counts = word_count(worker, lines(worker.index()));
        if let Some(mut log) = worker.log_register() {
            log.flush();
        }
        (counts, sent.take())
    })?;
    let ends = workers.join().into_iter();
    ends.map(|end| end.map_err(|_| "a worker panicked, and with it all have failed".into())).collect()
}

fn threads(count: usize) -> Config {
    if count == 1 { Config::thread() } else { Config::process(count) }
}

/// Whether these answers are those to `lines`: each word with one owner, and its total.
fn judge(answers: &[Counts], lines: &[Vec<String>]) -> Result<(), Failed> {
    let mut want = Counts::new();
    for word in lines.iter().flatten().flat_map(|line| line.split_whitespace()) {
        *want.entry(word.to_owned()).or_default() += 1;
    }
    let workers = answers.len();
    for (word, times) in &want {
        let owners: Vec<_> = (0..workers).filter(|&worker| answers[worker].contains_key(word)).collect();
        match owners[..] {
            [owner] if answers[owner][word] == *times => {}
            [owner] => {
                return Err(format!(
                    "{workers} workers: {word:?} stands in all lines {times} times: expected {times}, got {} in the answer of worker {owner}",
                    answers[owner][word]
                )
                .into());
            }
            [] => {
                return Err(
                    format!("{workers} workers: {word:?} is in nobody's answer; expected {times} in one").into()
                );
            }
            _ => {
                return Err(format!(
                    "{workers} workers: {word:?} is in the answers of workers {owners:?}; expected it in that of one owner.\n\
                     Does every worker, in every process, find the same owner for a word?"
                )
                .into());
            }
        }
    }
    match answers.iter().flat_map(Counts::keys).find(|word| !want.contains_key(*word)) {
        Some(word) => Err(format!("{word:?} is in an answer, and in no line").into()),
        None => Ok(()),
    }
}

/// Runs it on threads, each with its own of `lines`.
fn on_threads(lines: Vec<Vec<String>>) -> Result<Vec<(Counts, i64)>, Failed> {
    let given = lines.clone();
    let answers = run(threads(lines.len()), move |worker| given[worker].clone())?;
    let (counts, sent): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    judge(&counts, &lines)?;
    Ok(counts.into_iter().zip(sent).collect())
}

/// Lines of a worker: words that all have, and words of its own.
fn lines(worker: usize) -> Vec<String> {
    (0..200 + worker).map(|line| format!("all share these {} and w{worker}x{} is mine", line % 7, line % 50)).collect()
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

// No mutant: what goes wrong on one worker goes wrong on several, too, and those tests say more about it.
fn alone() -> Result<(), Failed> {
    on_threads(vec![lines(0)]).map(drop)
}

fn white_space() -> Result<(), Failed> {
    on_threads(vec![owned(&["a  b\tc\u{a0}d", " lead and trail ", "", "Grüße 世界\u{3000}世界"])]).map(drop)
}

fn together() -> Result<(), Failed> {
    for workers in [2, 3, 5] {
        on_threads((0..workers).map(lines).collect())?;
    }
    Ok(())
}

fn without_lines() -> Result<(), Failed> {
    // Whoever has no lines may be done long before anything comes to it.
    let many = (0..20_000).map(|line| format!("word{line} again{}", line % 100)).collect();
    on_threads(vec![Vec::new(), many, Vec::new()]).map(drop)
}

// No mutant: an answer that is right for lines has to go out of its way to be wrong for none.
fn nothing() -> Result<(), Failed> {
    on_threads(vec![Vec::new(); 3])?;
    on_threads(vec![owned(&["", " \t"]); 2]).map(drop)
}

fn spread() -> Result<(), Failed> {
    const WORDS: usize = 3000;
    const WORKERS: usize = 3;
    // All of the same length, and with the same beginning.
    let all: Vec<String> = (0..WORDS).map(|word| format!("word{word:05}")).collect();
    let answers = on_threads(vec![all; WORKERS])?;
    let owned: Vec<usize> = answers.iter().map(|(counts, _)| counts.len()).collect();
    match owned.iter().all(|&own| own > WORDS / WORKERS / 2) {
        true => Ok(()),
        false => Err(format!(
            "{WORDS} words, all of the same length, on {WORKERS} workers: expected about {} each, got {owned:?}.\n\
             What decides who owns a word?",
            WORDS / WORKERS
        )
        .into()),
    }
}

fn sent_once() -> Result<(), Failed> {
    const TIMES: usize = 10_000;
    let words = ["to", "be", "or", "not"];
    let line = words.join(" ");
    let answers = on_threads(vec![vec![line; TIMES]; 2])?;
    for (worker, (_, sent)) in answers.iter().enumerate() {
        // Twice as many as there are words: who sends through more than one exchange is welcome to.
        if *sent > 2 * words.len() as i64 {
            return Err(format!(
                "each of two workers has {} different words, {TIMES} times each. Worker {worker} sent {sent} records to the other; \
                 expected {} at most.\nWhat can be added up before it is sent?",
                words.len(),
                words.len()
            )
            .into());
        }
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------------- processes

/// How many processes, and how many threads each has.
const PROCESSES: usize = 3;
const THREADS: usize = 2;

fn processes() -> Result<(), Failed> {
    let free: Result<Vec<_>, _> = (0..PROCESSES).map(|_| TcpListener::bind("127.0.0.1:0")).collect();
    let addresses: Result<Vec<_>, _> = free?.iter().map(|one| one.local_addr().map(|it| it.to_string())).collect();
    let addresses = addresses?.join(",");
    let program = env::current_exe()?;
    let start = |process: usize| {
        let mut command = Command::new(&program);
        command.env(HOSTS, format!("{process},{addresses}")).env("RUST_BACKTRACE", "0");
        thread::spawn(move || output(&mut command))
    };
    let playing: Vec<_> = (0..PROCESSES).map(start).collect();
    let mut answers = vec![Counts::new(); PROCESSES * THREADS];
    for process in playing {
        let ended = process.join().expect("it only waits")?;
        if !ended.well {
            return Err(
                format!("one of {PROCESSES} processes ended badly ({}).\n{}", ended.status, ended.stderr).into()
            );
        }
        // The engine prints, too.
        for line in ended.stdout.lines() {
            if let Some(["counted", worker, word, times]) = line.split(' ').collect::<Vec<_>>().first_chunk() {
                answers[worker.parse::<usize>()?].insert((*word).to_owned(), times.parse()?);
            }
        }
    }
    judge(&answers, &(0..PROCESSES * THREADS).map(lines).collect::<Vec<_>>())
}

/// One of the processes: prints what each of its workers answers.
fn play(hosts: &str) -> ExitCode {
    let mut words = hosts.split(',');
    let process = words.next().and_then(|own| own.parse().ok()).expect("the check says who we are");
    let addresses = words.map(str::to_owned).collect();
    let communication =
        CommunicationConfig::Cluster { threads: THREADS, process, addresses, report: false, zerocopy: false };
    let config = Config { communication, worker: WorkerConfig::default() };
    let answers = match run(config, lines) {
        Ok(answers) => answers,
        Err(_) => return ExitCode::FAILURE,
    };
    for (thread, (counts, _)) in answers.iter().enumerate() {
        for (word, times) in counts {
            println!("counted {} {word} {times}", process * THREADS + thread);
        }
    }
    ExitCode::SUCCESS
}
