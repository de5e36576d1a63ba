//! The same answers as by hand and as the kernel's, on any number of threads.

use pagerank::{Web, serial};
use shared::Shared;
use std::collections::BTreeMap;
use steps_dataflow::{
    page_rank::page_rank,
    part::Part,
    word_count::{pieces, word_count},
};
use steps_distributed::{count::count, text::text};
use timely::Config;
use variant::Workers;

fn config(threads: usize) -> Config {
    if threads == 1 { Config::thread() } else { Config::process(threads) }
}

#[test]
fn words_are_counted() {
    for words in [0, 1, 100_000] {
        let all = text(0..words);
        let want: BTreeMap<_, _> = count(&all).into_iter().map(|(word, times)| (word.to_owned(), times)).collect();
        for threads in [1, 2, 5] {
            let workers = timely::execute(config(threads), move |worker| {
                let own = pieces(words, worker.index(), worker.peers());
                word_count(worker, own)
            })
            .unwrap();
            let mut counts = workers.join().into_iter().map(Result::unwrap);
            assert!(counts.next() == Some(want.clone()), "{words} words, {threads} threads");
            assert!(counts.all(|counts| counts.is_empty()));
        }
    }
}

#[test]
fn ranks_are_those_of_the_kernel_to_the_last_bit() {
    for vertices in [0, 1, 1024, 5000, 16_385] {
        let web = Web::uneven(vertices, 7);
        let mut want = Shared::zeroed(vertices);
        serial::run(&web, Workers::ONE, &mut want).unwrap();
        for threads in [1, 2, 3] {
            let workers = timely::execute(config(threads), move |worker| {
                let edges = graph::generate::r_mat_edges(vertices, pagerank::DEGREE, 7);
                page_rank(worker, Part::new(vertices, edges, worker.index(), worker.peers()))
            });
            let parts: Vec<_> = workers.unwrap().join().into_iter().map(Result::unwrap).collect();
            let ranks: Vec<u64> = parts.iter().flat_map(|(ranks, _)| ranks).map(|rank| rank.to_bits()).collect();
            assert!(
                ranks == want.iter().map(|rank| rank.to_bits()).collect::<Vec<_>>(),
                "{vertices}, {threads} threads"
            );
            let rounds = if vertices == 0 { 0 } else { web.rounds_needed() };
            assert!(parts.iter().all(|part| part.1 == rounds), "{vertices} vertices: {rounds} rounds");
        }
    }
}
