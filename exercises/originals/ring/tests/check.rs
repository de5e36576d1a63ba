//! Does everybody get all blocks, by sending to the next rank only, all at the same time, and without a buffer?

use mpi::sim::{Network, Played, play};
use mpi::traits::Communicator;
use ring::all_gather;
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(30);
const IDEA: &str = "what ends your loop: after how many rounds has every block been everywhere?";

/// The block of `rank`: numbers that no other rank has.
fn block(rank: usize, length: usize) -> Vec<f64> {
    (0..length).map(|i| (1000 * (rank + 1) + i) as f64).collect()
}

/// Plays `ranks` ranks with blocks of that length, and looks at what each returns.
fn run(ranks: usize, length: usize, network: Network, idea: &str) -> Played<Vec<f64>> {
    let played = play(ranks, network, |world| all_gather(world, &block(world.rank() as usize, length)));
    let played =
        played.unwrap_or_else(|trouble| panic!("{ranks} ranks, blocks of {length} numbers: {trouble}\n{idea}"));
    let want: Vec<f64> = (0..ranks).flat_map(|rank| block(rank, length)).collect();
    for (rank, got) in played.answers.iter().enumerate() {
        assert_eq!(
            got.len(),
            want.len(),
            "{ranks} ranks, blocks of {length} numbers: how many numbers rank {rank} has in the end"
        );
        if let Some(i) = (0..want.len()).find(|&i| got[i] != want[i]) {
            panic!(
                "{ranks} ranks, blocks of {length} numbers: rank {rank} has {} in place {i}, expected {}, which is rank {}'s.\n\
                 Whose block arrives in which round, and where does it belong?",
                got[i],
                want[i],
                i / length
            );
        }
    }
    played
}

#[test]
fn everybody_has_all_blocks() {
    deadline("everybody has all blocks", IDEA, LIMIT, || {
        for ranks in [1, 2, 3, 4, 7, 8] {
            for length in [1, 3, 100] {
                run(ranks, length, Network::EAGER, "Who sends a message that nobody receives, or the other way round?");
            }
        }
    });
}

// No mutant: an answer that is right for numbers has to go out of its way to be wrong for none.
#[test]
fn empty_blocks() {
    deadline("empty blocks", IDEA, LIMIT, || {
        for ranks in [1, 2, 5] {
            run(ranks, 0, Network::STRICT, "There is nothing to send, but who sends must still be received from.");
        }
    });
}

#[test]
fn no_send_needs_a_buffer() {
    deadline("no send needs a buffer", IDEA, LIMIT, || {
        let plays = [1, 2, 3, 4, 7, 8].map(|ranks| (ranks, 1));
        for (ranks, length) in plays.into_iter().chain([(3, 125_000)]) {
            // With the first rank ahead, and with the last.
            for favourite in [0, ranks - 1] {
                run(
                    ranks,
                    length,
                    Network { favourite, ..Network::STRICT },
                    "A send may wait until its receiver is there. Who receives while all are sending?",
                );
            }
        }
    });
}

#[test]
fn each_sends_to_the_next_only() {
    deadline("each sends to the next only", IDEA, LIMIT, || {
        const RANKS: usize = 6;
        let played = run(RANKS, 10, Network::EAGER, "");
        for (rank, sent) in played.sent.iter().enumerate() {
            let next = ((rank + 1) % RANKS) as i32;
            if let Some(other) = sent.iter().find(|message| message.to != next) {
                panic!(
                    "{RANKS} ranks in a ring: rank {rank} sent to rank {}, expected to rank {next} only.\n\
                     What comes from the rank before can be passed on.",
                    other.to
                );
            }
        }
    });
}

#[test]
fn each_block_is_sent_on_once() {
    deadline("each block is sent on once", IDEA, LIMIT, || {
        for ranks in [1, 2, 5] {
            let played = run(ranks, 10, Network::EAGER, "");
            for (rank, sent) in played.sent.iter().enumerate() {
                let got: Vec<usize> = sent.iter().map(|message| message.values).collect();
                assert_eq!(
                    got,
                    vec![10; ranks - 1],
                    "{ranks} ranks, blocks of 10 numbers: how many numbers were in each message of rank {rank}.\n\
                     Who has been sent a block needs it no second time, and whose own it is not at all"
                );
            }
        }
    });
}

#[test]
fn all_send_at_the_same_time() {
    deadline("all send at the same time", IDEA, LIMIT, || {
        const RANKS: usize = 8;
        let played = run(RANKS, 10, Network::STRICT, "");
        // Three for each round: an order by odd and even ranks takes two, or three where the number of ranks is odd.
        let most = 3.0 * (RANKS - 1) as f64;
        assert!(
            played.seconds <= most,
            "{RANKS} ranks, and a message takes a second: expected {} s for {} rounds, {most} at most, got {} s.\n\
             Who waits for whom before it sends? If each waits for the one before it, a round takes as long as there are ranks.",
            RANKS - 1,
            RANKS - 1,
            played.seconds
        );
    });
}
