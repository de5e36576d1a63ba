//! Is the plate what one rank alone computes, and do only the rows at a border travel, all at the same time?

use heat::{row, warmth};
use heat_halo::{band, evolve};
use mpi::sim::{Network, Played, play};
use mpi::traits::Communicator;
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(30);
const IDEA: &str = "what ends your loop: there is one exchange for each step";

/// The plate at the start.
fn plate(size: usize) -> Vec<f64> {
    (0..size * size).map(|i| warmth(size, i / size, i % size)).collect()
}

/// The plate after `steps` steps, by one rank alone.
fn alone(size: usize, steps: usize) -> Vec<f64> {
    let mut now = plate(size);
    for _ in 0..steps {
        let line = |i: usize| &now[i * size..(i + 1) * size];
        let mut after = now.clone();
        for (i, after) in after.chunks_mut(size).enumerate() {
            row(size, i, [line(i.saturating_sub(1)), line(i), line((i + 1).min(size - 1))], after);
        }
        now = after;
    }
    now
}

/// Plays it, and compares the bands of all ranks with what one computes alone.
fn run(ranks: usize, size: usize, steps: usize, network: Network, idea: &str) -> Played<Vec<f64>> {
    let start = plate(size);
    let played = play(ranks, network, |world| {
        let mine = band(size, world.rank() as usize, ranks);
        evolve(world, size, steps, start[mine.start * size..mine.end * size].to_vec())
    });
    let what = format!("{size} × {size} points on {ranks} ranks, {steps} steps");
    let played = played.unwrap_or_else(|trouble| panic!("{what}: {trouble}\n{idea}"));
    let want = alone(size, steps);
    for (rank, got) in played.answers.iter().enumerate() {
        let mine = band(size, rank, ranks);
        assert_eq!(got.len(), mine.len() * size, "{what}: how many numbers rank {rank} has, for its rows {mine:?}");
        let want = &want[mine.start * size..mine.end * size];
        if let Some(i) = (0..want.len()).find(|&i| got[i].to_bits() != want[i].to_bits()) {
            let (line, column) = (mine.start + i / size, i % size);
            let where_ = match (i / size == 0, i / size == mine.len() - 1) {
                (true, true) => "This is the only row of its rank: both halos are next to it",
                (true, false) => "This is the first row of its rank: it needs the row above, of the rank before",
                (false, true) => "This is the last row of its rank: it needs the row below, of the rank after",
                (false, false) => "This row is inside of its band: it needs its neighbours as they were a step ago",
            };
            panic!(
                "{what}: in row {line}, column {column}, rank {rank} has {}, expected {}.\n{where_}.",
                got[i], want[i]
            );
        }
    }
    played
}

#[test]
fn one_rank_computes_alone() {
    deadline("one rank computes alone", IDEA, LIMIT, || {
        for size in [1, 2, 3, 8] {
            for steps in 0..4 {
                run(1, size, steps, Network::STRICT, "There is nobody to send to, or to receive from.");
            }
        }
    });
}

#[test]
fn the_same_bits_on_any_number_of_ranks() {
    deadline("the same bits on any number of ranks", IDEA, LIMIT, || {
        for (ranks, size) in [(2, 2), (2, 8), (2, 9), (3, 9), (3, 10), (4, 16), (5, 17), (8, 24)] {
            for steps in [0, 1, 2, 7] {
                run(
                    ranks,
                    size,
                    steps,
                    Network::EAGER,
                    "Who sends a row that nobody receives, or the other way round?",
                );
            }
        }
    });
}

#[test]
fn more_ranks_than_rows() {
    deadline("more ranks than rows", IDEA, LIMIT, || {
        for (ranks, size) in [(2, 1), (3, 2), (5, 3), (7, 4), (6, 9)] {
            run(
                ranks,
                size,
                3,
                Network::EAGER,
                "The last ranks have no rows. Who is below the one that has the plate's last row?",
            );
        }
    });
}

#[test]
fn no_send_needs_a_buffer() {
    deadline("no send needs a buffer", IDEA, LIMIT, || {
        for (ranks, size) in [(2, 8), (3, 9), (5, 17), (2, 200)] {
            // With the first rank ahead, and with the last.
            for favourite in [0, ranks - 1] {
                run(
                    ranks,
                    size,
                    2,
                    Network { favourite, ..Network::STRICT },
                    "A send may wait until its receiver is there. Who receives while two neighbours send to each other?",
                );
            }
        }
    });
}

#[test]
fn only_rows_at_a_border_travel() {
    deadline("only rows at a border travel", IDEA, LIMIT, || {
        const STEPS: usize = 3;
        for (ranks, size) in [(2, 8), (4, 16), (7, 4)] {
            let played = run(ranks, size, STEPS, Network::EAGER, "");
            let bands = (0..ranks).filter(|&rank| !band(size, rank, ranks).is_empty()).count();
            for (rank, sent) in played.sent.iter().enumerate() {
                let borders = usize::from(rank > 0 && rank < bands) + usize::from(rank + 1 < bands);
                let got: usize = sent.iter().map(|message| message.values).sum();
                let want = borders * STEPS * size;
                assert!(
                    sent.len() <= borders * STEPS && got <= want,
                    "{size} × {size} points on {ranks} ranks, {STEPS} steps: rank {rank} sent {got} numbers in {} messages, \
                     expected {want} in {} at most: a row to each neighbour in each step.",
                    sent.len(),
                    borders * STEPS
                );
            }
        }
    });
}

#[test]
fn all_borders_at_the_same_time() {
    deadline("all borders at the same time", IDEA, LIMIT, || {
        const RANKS: usize = 8;
        let played = run(RANKS, 16, 1, Network::STRICT, "");
        // Up and down, each by odd and even ranks in turns.
        assert!(
            played.seconds <= 4.0,
            "{RANKS} ranks exchange rows once, and a message takes a second: expected 1 s if all is on its way at once, 4 s at \
             most if neighbours take turns; got {} s.\nWho waits for whom before it sends? A chain takes as long as it has links.",
            played.seconds
        );
    });
}
