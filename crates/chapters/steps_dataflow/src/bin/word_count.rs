//! Word count: `word_count WORDS [-w THREADS] [-n PROCESSES -p PROCESS [-h HOSTFILE]]`.
//!
//! What comes behind `WORDS` is timely's own: how many threads a process has, how many processes there are and which of
//! them this is, and a file with a line for each, `address:port`. Without the file all are on this machine.

use std::{cmp::Reverse, env, process::ExitCode};
use steps_dataflow::together;
use steps_dataflow::word_count::{pieces, word_count};

fn main() -> ExitCode {
    together::end_with_any();
    let Some(words) = env::args().nth(1).and_then(|words| words.parse().ok()) else {
        eprintln!("word_count WORDS [-w THREADS] [-n PROCESSES -p PROCESS [-h HOSTFILE]]");
        return ExitCode::from(2);
    };
    let workers = timely::execute_from_args(env::args().skip(2), move |worker| {
        let own = pieces(words, worker.index(), worker.peers());
        word_count(worker, own)
    });
    let counts = match workers {
        Ok(workers) => workers.join(),
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    for counts in counts {
        match counts {
            Ok(counts) if counts.is_empty() => {}
            Ok(counts) => {
                println!("{} words, {} different", counts.values().sum::<u64>(), counts.len());
                let mut counts: Vec<_> = counts.into_iter().collect();
                counts.sort_by_key(|(_, times)| Reverse(*times));
                counts.iter().take(5).for_each(|(word, times)| println!("{times:8} {word}"));
            }
            // It has said why.
            Err(_) => return ExitCode::FAILURE,
        }
    }
    ExitCode::SUCCESS
}
