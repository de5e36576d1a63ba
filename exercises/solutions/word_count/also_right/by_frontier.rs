//! An operator of its own, which adds up until the time is over and answers once; and a hash written out.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::generic::Operator;
use timely::dataflow::operators::vec::Map;
use timely::dataflow::operators::{Input, Inspect, Probe};
use timely::worker::Worker;

/// How often each word that this worker owns stands in the `lines` of all workers.
pub fn word_count(worker: &mut Worker, lines: Vec<String>) -> BTreeMap<String, u64> {
    let (sender, receiver) = mpsc::channel();
    let (mut input, probe) = worker.dataflow::<u64, _, _>(|scope| {
        let (input, lines) = scope.new_input::<Vec<Vec<String>>>();
        let by_word = Exchange::new(|(word, _): &(String, u64)| {
            word.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
        });
        let totals =
            lines.flat_map(counts).unary_frontier::<timely::container::CapacityContainerBuilder<Vec<_>>, _, _, _>(
                by_word,
                "Totals",
                |_, _| {
                    let mut open = HashMap::new();
                    move |(input, frontier), output| {
                        input.for_each_stamp(|time, batches| {
                            if let Some(time) = time.retain_least(output.output_index()) {
                                let totals: &mut HashMap<String, u64> = open.entry(time).or_default();
                                for (word, times) in batches.flat_map(|batch| batch.drain(..)) {
                                    *totals.entry(word).or_default() += times;
                                }
                            }
                        });
                        open.retain(|time, totals| {
                            if frontier.less_equal(time.time()) {
                                return true;
                            }
                            output.session(time).give_iterator(totals.drain());
                            false
                        });
                    }
                },
            );
        let (probe, _) = totals.inspect(move |pair| sender.send(pair.clone()).expect("we are there")).probe();
        (input, probe)
    });
    input.send(lines);
    input.close();
    worker.step_or_park_while(None, || !probe.done());
    receiver.try_iter().collect()
}

fn counts(lines: Vec<String>) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}
