//! Are the sums right and the same everywhere, and do no more numbers travel than must?

use allreduce::all_reduce;
use mpi::sim::{Network, Played, play};
use mpi::traits::Communicator;
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(30);
const IDEA: &str =
    "what ends your loops: after how many rounds is a part complete, and after how many is it everywhere?";

const RANKS: [usize; 6] = [1, 2, 3, 4, 7, 8];

/// Whole numbers, the sums of which are exact in any order.
fn whole(rank: usize, i: usize) -> f64 {
    ((i + 1) * (rank + 1) + 1000 * (i % 7)) as f64
}

/// Numbers whose sums are rounded differently in each order.
fn fraction(rank: usize, i: usize) -> f64 {
    1.0 / (3.0 + rank as f64 + 0.1 * i as f64) * 10.0_f64.powi(rank as i32 % 5)
}

fn run(ranks: usize, length: usize, network: Network, number: fn(usize, usize) -> f64, idea: &str) -> Played<Vec<f64>> {
    let played = play(ranks, network, |world| {
        let mut numbers: Vec<f64> = (0..length).map(|i| number(world.rank() as usize, i)).collect();
        all_reduce(world, &mut numbers);
        numbers
    });
    played.unwrap_or_else(|trouble| panic!("{length} numbers on {ranks} ranks: {trouble}\n{idea}"))
}

/// As [`run`], with whole numbers, and looks at the sums.
fn right(ranks: usize, length: usize, network: Network, idea: &str) -> Played<Vec<f64>> {
    let played = run(ranks, length, network, whole, idea);
    for (rank, got) in played.answers.iter().enumerate() {
        for (i, got) in got.iter().enumerate() {
            let want: f64 = (0..ranks).map(|rank| whole(rank, i)).sum();
            assert!(
                *got == want,
                "{length} numbers on {ranks} ranks: rank {rank} has {got} in place {i}, expected {want}.\n\
                 Follow the part that this place belongs to: who adds what to it, and who has it when it is complete?"
            );
        }
    }
    played
}

#[test]
fn all_ranks_have_the_sums() {
    deadline("all ranks have the sums", IDEA, LIMIT, || {
        for ranks in RANKS {
            for length in [ranks, 8 * ranks, 840] {
                right(
                    ranks,
                    length,
                    Network::EAGER,
                    "Who sends a message that nobody receives, or the other way round?",
                );
            }
        }
    });
}

#[test]
fn parts_of_different_lengths() {
    deadline("parts of different lengths", IDEA, LIMIT, || {
        for ranks in RANKS {
            for length in [0, 1, 2, 5, 10, 101] {
                right(
                    ranks,
                    length,
                    Network::EAGER,
                    "Where the parts aren't all of one length, or some are empty: do sender and receiver mean the same part?",
                );
            }
        }
    });
}

#[test]
fn all_have_the_same_bits() {
    deadline("all have the same bits", IDEA, LIMIT, || {
        for ranks in RANKS {
            let played = run(ranks, 100, Network::EAGER, fraction, "");
            let first = &played.answers[0];
            for (rank, got) in played.answers.iter().enumerate() {
                for (i, got) in got.iter().enumerate() {
                    let want: f64 = (0..ranks).map(|rank| fraction(rank, i)).sum();
                    assert!(
                        (got / want - 1.0).abs() < 1e-12,
                        "the sum in place {i} is {got} on rank {rank}, expected {want}"
                    );
                    assert!(
                        got.to_bits() == first[i].to_bits(),
                        "{ranks} ranks: in place {i}, rank 0 has {}, and rank {rank} has {got}.\n\
                         A sum of fractions depends on the order. Let one rank complete it, and the others be told.",
                        first[i]
                    );
                }
            }
        }
    });
}

#[test]
fn no_rank_sends_more_than_it_must() {
    deadline("no rank sends more than it must", IDEA, LIMIT, || {
        for ranks in RANKS {
            for length in [8 * ranks, 101] {
                let played = right(ranks, length, Network::EAGER, "");
                let messages = 2 * (ranks - 1);
                let values = messages * length.div_ceil(ranks);
                for (rank, sent) in played.sent.iter().enumerate() {
                    let got: usize = sent.iter().map(|message| message.values).sum();
                    assert!(
                        sent.len() <= messages && got <= values,
                        "{length} numbers on {ranks} ranks: rank {rank} sent {got} numbers in {} messages, expected {values} in \
                         {messages} at most.\nNobody needs to see all that another rank has: only a part of it, or a part of the sums.",
                        sent.len()
                    );
                }
            }
        }
    });
}

#[test]
fn no_send_needs_a_buffer() {
    deadline("no send needs a buffer", IDEA, LIMIT, || {
        let plays = RANKS.map(|ranks| (ranks, ranks));
        for (ranks, length) in plays.into_iter().chain([(3, 125_000)]) {
            right(
                ranks,
                length,
                Network::STRICT,
                "A send may wait until its receiver is there. Who receives while all are sending?",
            );
        }
    });
}

#[test]
fn all_send_at_the_same_time() {
    deadline("all send at the same time", IDEA, LIMIT, || {
        const RANKS: usize = 8;
        let played = right(RANKS, 64, Network::STRICT, "");
        let rounds = 2 * (RANKS - 1);
        // An order by odd and even ranks takes two messages' time for a round.
        assert!(
            played.seconds <= 3.0 * rounds as f64,
            "{RANKS} ranks, and a message takes a second: expected {rounds} s for {rounds} rounds, {} at most, got {} s.\n\
             Who waits for whom before it sends?",
            3 * rounds,
            played.seconds
        );
    });
}
