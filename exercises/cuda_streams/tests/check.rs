//! Plays what was enqueued on cards of several speeds.

use cuda_sim::streams::{Card, Played, Times};
use cuda_streams::enqueue;
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(30);

const CHUNKS: [usize; 6] = [1, 2, 3, 4, 7, 12];

/// Where the kernel takes longest, and where a copy does.
const CARDS: [Times; 4] = [
    Times { table: 2, upload: 2, kernel: 3, download: 2 },
    Times { table: 2, upload: 4, kernel: 1, download: 2 },
    Times { table: 1, upload: 1, kernel: 2, download: 4 },
    Times { table: 3, upload: 2, kernel: 2, download: 2 },
];

fn play(times: Times, chunks: usize) -> Played {
    deadline("enqueuing", "what ends your loop", LIMIT, move || {
        let mut card = Card::new(times);
        enqueue(&mut card, chunks);
        card.play()
    })
}

#[test]
fn every_chunk_comes_back_once() {
    for chunks in CHUNKS {
        let played = play(CARDS[0], chunks);
        // What is told of a buffer means little where commands race for it.
        if let Some(wrong) = played.wrong.first().filter(|_| played.hazards.is_empty()) {
            panic!("{chunks} chunks: {wrong}.\n\n{}", played.timeline);
        }
        let mut back = played.back;
        back.sort();
        let all: Vec<_> = (0..chunks).collect();
        assert_eq!(back, all, "the chunks that came back, of {chunks}.\n\n{}", played.timeline);
    }
}

#[test]
fn nothing_to_do_is_no_mistake() {
    let played = play(CARDS[0], 0);
    assert!(played.back.is_empty(), "there was no chunk, and these came back: {:?}", played.back);
}

#[test]
fn nothing_is_used_too_early() {
    for chunks in CHUNKS {
        let played = play(CARDS[0], chunks);
        if let Some(hazard) = played.hazards.first() {
            panic!(
                "{chunks} chunks: {hazard}. On this card's clock it may come out right; on another's it won't. Commands \
                 of one stream are in an order, others only by an event.\n\n{}",
                played.timeline
            );
        }
    }
}

#[test]
fn the_engines_work_at_the_same_time() {
    for times in CARDS {
        for chunks in CHUNKS {
            let Times { table, upload, kernel, download } = times;
            let slowest = upload.max(kernel).max(download);
            let allowed = table + upload + kernel + download + (chunks as u64 - 1) * slowest;
            let played = play(times, chunks);
            assert!(
                played.took <= allowed,
                "{chunks} chunks, an upload of {upload}, a kernel of {kernel}, a download of {download}: they took \
                 {} units of time, and {allowed} would do. Which engine rests while it could work, and what does it \
                 wait for? A letter is a chunk, # the table:\n\n{}",
                played.took,
                played.timeline
            );
        }
    }
}
