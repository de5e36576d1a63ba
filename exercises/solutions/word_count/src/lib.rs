//! Counted at home, sent to its owner, added up there.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use timely::dataflow::operators::{Exchange, Inspect, Probe};
use timely::dataflow::{InputHandleVec, ProbeHandle};
use timely::worker::Worker;

/// How often each word that this worker owns stands in the `lines` of all workers.
pub fn word_count(worker: &mut Worker, lines: Vec<String>) -> BTreeMap<String, u64> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    let mut input = InputHandleVec::new();
    let probe = ProbeHandle::new();
    let totals = Rc::new(RefCell::new(BTreeMap::new()));
    worker.dataflow::<u64, _, _>(|scope| {
        let totals = Rc::clone(&totals);
        input
            .to_stream(scope)
            .exchange(|(word, _): &(String, u64)| owner(word))
            .inspect(move |(word, times): &(String, u64)| {
                *totals.borrow_mut().entry(word.clone()).or_default() += *times;
            })
            .probe_with(&probe);
    });
    for count in counts {
        input.send(count);
    }
    input.close();
    while !probe.done() {
        worker.step();
    }
    totals.take()
}

/// The same number in every process; the engine takes it modulo the number of workers.
fn owner(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}
