//! PageRank of a made-up web: `page_rank VERTICES FOLDER [-w THREADS] [-n PROCESSES -p PROCESS [-h HOSTFILE]]`.
//!
//! Each worker writes the ranks of its own vertices into `FOLDER`, as `ranks-0` and so on: numbers of eight bytes, the
//! lowest first. The files of all workers, one after another, are the ranks of all vertices.

use std::{env, fs, path::PathBuf, process::ExitCode};
use steps_dataflow::{page_rank::page_rank, part::Part, together};

/// That of the kernel's problem: the same web.
const SEED: u64 = 7;

fn main() -> ExitCode {
    together::end_with_any();
    let mut arguments = env::args().skip(1);
    let (Some(vertices), Some(folder)) =
        (arguments.next().and_then(|vertices| vertices.parse::<usize>().ok()), arguments.next().map(PathBuf::from))
    else {
        eprintln!("page_rank VERTICES FOLDER [-w THREADS] [-n PROCESSES -p PROCESS [-h HOSTFILE]]");
        return ExitCode::from(2);
    };
    let workers = timely::execute_from_args(arguments, move |worker| {
        let (me, peers) = (worker.index(), worker.peers());
        let edges = graph::generate::r_mat_edges(vertices, pagerank::DEGREE, SEED);
        let (ranks, rounds) = page_rank(worker, Part::new(vertices, edges, me, peers));
        let bytes: Vec<u8> = ranks.iter().flat_map(|rank| rank.to_le_bytes()).collect();
        fs::write(folder.join(format!("ranks-{me}")), bytes)?;
        if me == 0 {
            println!("{vertices} vertices, {rounds} rounds, {peers} workers");
        }
        std::io::Result::Ok(())
    });
    let ends = match workers {
        Ok(workers) => workers.join(),
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    for end in ends {
        match end {
            Ok(Ok(())) => {}
            Ok(Err(why)) => {
                eprintln!("the ranks can't be written: {why}");
                return ExitCode::FAILURE;
            }
            // It has said why.
            Err(_) => return ExitCode::FAILURE,
        }
    }
    ExitCode::SUCCESS
}
