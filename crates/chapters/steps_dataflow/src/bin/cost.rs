//! What an engine costs: the same text, counted plainly and on timely. `cost [WORDS [ROUNDS]]`.
//!
//! Each way counts once a round, after an untimed count of its own, so that starting threads and processes isn't timed.
//! The medians of seven rounds are printed, in seconds; or, where their number is given, all, a line for each round.
//! The text lies in memory, for all alike: one string for the plain ways, pieces of it for the engine, each of which it
//! may keep.

use rayon::ThreadPoolBuilder;
use std::collections::HashMap;
use std::hint::black_box;
use std::net::TcpListener;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use std::{env, error::Error};
use steps_dataflow::word_count::{pieces, word_count};
use steps_distributed::{count, rayon as by_rayon, text};
use timely::{CommunicationConfig, Config, WorkerConfig};

const ROUNDS: usize = 7;

/// Tells a process of the engine the words, its number and all addresses.
const PLAYED: &str = "COST_PLAYED";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let done = match env::var(PLAYED) {
        Ok(part) => play(&part),
        Err(_) => compare(env::args().nth(1), env::args().nth(2)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn compare(words: Option<String>, all: Option<String>) -> Outcome<()> {
    let words = words.map_or(Ok(4_000_000), |words| words.parse())?;
    let text = text::text(0..words);
    let two = ThreadPoolBuilder::new().num_threads(2).build()?;
    type Way<'a> = (&'a str, Box<dyn Fn() -> Outcome<f64> + 'a>);
    let ways: [Way; 5] = [
        ("plain loop", Box::new(|| Ok(timed(|| count::count(&text))))),
        ("rayon, 2 threads", Box::new(|| Ok(two.install(|| timed(|| by_rayon::count(&text)))))),
        ("timely, 1 worker", Box::new(|| engine(Config::thread(), words))),
        ("timely, 2 threads", Box::new(|| engine(Config::process(2), words))),
        ("timely, 2 processes", Box::new(|| processes(words))),
    ];
    let rounds = all.as_ref().map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..rounds {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            times.push(way()?);
        }
    }
    if all.is_some() {
        for round in 0..rounds {
            println!("{}", times.iter().map(|times| times[round].to_string()).collect::<Vec<_>>().join(" "));
        }
        return Ok(());
    }
    for ((name, _), mut times) in ways.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{name:20} {:.4}", times[ROUNDS / 2]);
    }
    Ok(())
}

/// Seconds of the second of two counts.
fn timed<'t>(count: impl Fn() -> HashMap<&'t str, u64>) -> f64 {
    black_box(count());
    let begun = Instant::now();
    black_box(count());
    begun.elapsed().as_secs_f64()
}

/// Seconds that the slowest worker of this process takes for the second of two counts.
fn engine(config: Config, words: u64) -> Outcome<f64> {
    let workers = timely::execute(config, move |worker| {
        let own: Vec<String> = pieces(words, worker.index(), worker.peers()).collect();
        black_box(word_count(worker, own.clone()));
        // The first count ends for all at the same time, and the second begins.
        let begun = Instant::now();
        black_box(word_count(worker, own));
        begun.elapsed().as_secs_f64()
    })?;
    let seconds: Result<Vec<f64>, String> = workers.join().into_iter().collect();
    Ok(seconds?.into_iter().fold(0.0, f64::max))
}

fn processes(words: u64) -> Outcome<f64> {
    let free = [TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?];
    let addresses = free.each_ref().map(|listener| listener.local_addr().map(|address| address.to_string()));
    drop(free);
    let [first, second] = addresses;
    let (first, second) = (first?, second?);
    let start = |me: usize| {
        let mut command = Command::new(env::current_exe()?);
        command.env(PLAYED, format!("{words} {me} {first} {second}")).stdout(Stdio::piped()).spawn()
    };
    let (zero, one) = (start(0)?, start(1)?);
    let mut slowest: f64 = 0.0;
    for process in [zero, one] {
        let said = String::from_utf8(process.wait_with_output()?.stdout)?;
        // The engine prints, too.
        let seconds = said.lines().find_map(|line| line.strip_prefix("seconds ")).ok_or("a process ended early")?;
        slowest = slowest.max(seconds.parse()?);
    }
    Ok(slowest)
}

/// One of two processes.
fn play(part: &str) -> Outcome<()> {
    let [words, me, first, second] = part.split(' ').collect::<Vec<_>>().try_into().map_err(|_| "four words")?;
    let communication = CommunicationConfig::Cluster {
        threads: 1,
        process: me.parse()?,
        addresses: vec![first.to_owned(), second.to_owned()],
        report: false,
        zerocopy: false,
    };
    println!("seconds {}", engine(Config { communication, worker: WorkerConfig::default() }, words.parse()?)?);
    Ok(())
}
