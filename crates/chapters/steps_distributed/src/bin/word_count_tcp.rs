//! One process of a word count by hand: `word_count_tcp HOSTFILE ME WORDS [SECONDS]`.
//!
//! The host file has a line for each process, `address:port`. `ME` is this process's line, from 0. Each counts its
//! share of a text of `WORDS` words, and process 0 prints what came of it. Who waits longer than `SECONDS` gives up.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs};
use steps_distributed::{mesh, patience, shuffle, text};

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let [file, me, words, rest @ ..] = arguments else {
        return Err("word_count_tcp HOSTFILE ME WORDS [SECONDS]".into());
    };
    let seconds = rest.first().map_or("10", String::as_str);
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("{text:?} is no number"));
    let (me, words, patience) = (number(me)? as usize, number(words)?, Duration::from_secs(number(seconds)?));
    let hosts = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let addresses: Result<Vec<SocketAddr>, _> = hosts.lines().map(str::parse).collect();
    let addresses = addresses.map_err(|error| format!("{file}: {error}"))?;
    let own = addresses.get(me).ok_or_else(|| format!("{file} has no line {me}"))?;

    let listener = TcpListener::bind(own).map_err(|error| format!("{own}: {error}"))?;
    let lost = |error| format!("process {me}: a peer is lost: {} ({error})", patience::meaning(&error));
    let peers = mesh::connect(&listener, &addresses, me, patience).map_err(lost)?;
    patience::limit(&peers, patience).map_err(lost)?;

    let (me, processes) = (me as u64, addresses.len() as u64);
    let part = text::text(words * me / processes..words * (me + 1) / processes);
    let own = shuffle::word_count(&peers, &part).map_err(lost)?;
    let all = shuffle::gather(&peers, own).map_err(lost)?;
    if me == 0 {
        println!("{} words, {} different", all.values().sum::<u64>(), all.len());
        let mut counts: Vec<_> = all.into_iter().collect();
        counts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        counts.iter().take(5).for_each(|(word, times)| println!("{times:8} {word}"));
    }
    Ok(())
}
