//! Counts words: each worker counts its pieces of the text, every count goes to the word's owner, who adds up.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use steps_distributed::{count::count, owner::owner, text::text};
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::vec::Map;
use timely::dataflow::operators::{Exchange as _, Inspect, Operator, Probe};
use timely::dataflow::{InputHandle, ProbeHandle, StreamVec};
use timely::worker::Worker;

/// How many words a piece of the text has that is counted at a time.
const PIECE: u64 = 20_000;

// ANCHOR: word_count
/// How often each word comes in the `pieces` of all workers: all of it in worker 0, nothing in the others.
pub fn word_count(worker: &mut Worker, pieces: impl IntoIterator<Item = String>) -> BTreeMap<String, u64> {
    let mut input = InputHandle::new();
    let probe = ProbeHandle::new();
    let totals = Rc::new(RefCell::new(BTreeMap::new()));
    worker.dataflow(|scope| {
        let seen = Rc::clone(&totals);
        sums(input.to_stream(scope).flat_map(counts_of))
            .exchange(|_| 0)
            .inspect(move |(word, times)| {
                seen.borrow_mut().insert(word.clone(), *times);
            })
            .probe_with(&probe);
    });
    for piece in pieces {
        input.send(piece);
        worker.step();
    }
    // Nothing more will come from here. When that is true everywhere the frontier is empty.
    input.close();
    worker.step_or_park_while(None, || !probe.done());
    totals.take()
}
// ANCHOR_END: word_count

/// The pieces of worker `me` of `workers`, of a text of so many words. They are written as they are asked for.
pub fn pieces(words: u64, me: usize, workers: usize) -> impl Iterator<Item = String> {
    let (me, workers) = (me as u128, workers as u128);
    let begin = |worker: u128| (u128::from(words) * worker / workers) as u64;
    let (part, end) = (begin(me)..begin(me + 1), begin(me + 1));
    part.step_by(PIECE as usize).map(move |begin| text(begin..end.min(begin + PIECE)))
}

/// The counts in one piece. A word that comes a thousand times is sent once.
fn counts_of(piece: String) -> Vec<(String, u64)> {
    count(&piece).into_iter().map(|(word, times)| (word.to_owned(), times)).collect()
}

// ANCHOR: sums
/// Adds up the counts of each word at the word's owner, and passes the sums on once all have come.
#[expect(clippy::mutable_key_type, reason = "a capability is hashed by its time, which stays")]
fn sums(counts: StreamVec<'_, u64, (String, u64)>) -> StreamVec<'_, u64, (String, u64)> {
    // An exchange sends a record to the worker whose number this is, modulo the number of workers.
    let by_word = Exchange::new(|(word, _): &(String, u64)| owner(word, 1 << 32) as u64);
    counts.unary_frontier(by_word, "Sums", |_capability, _info| {
        let mut open = HashMap::new();
        move |(input, frontier), output| {
            input.for_each_stamp(|time, batches| {
                // A capability is the right to send something at this time. Who keeps it keeps the others waiting.
                if let Some(time) = time.retain_least(output.output_index()) {
                    let sums: &mut HashMap<String, u64> = open.entry(time).or_default();
                    for (word, times) in batches.flat_map(|batch| batch.drain(..)) {
                        *sums.entry(word).or_default() += times;
                    }
                }
            });
            open.retain(|time, sums| {
                let more_may_come = frontier.less_equal(time.time());
                if !more_may_come {
                    output.session(time).give_iterator(sums.drain());
                }
                more_may_come
            });
        }
    })
}
// ANCHOR_END: sums
