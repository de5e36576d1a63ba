//! Breadth-first search where its frontiers are small.

use benches::{experiment::Outcome, timing};
use bfs::{Search, rayon, serial};
use graph::Csr;
use shared::Shared;
use variant::{Unavailable, Workers};

/// The vertices of the path.
const PATH: u32 = 10_000;

/// On one core, from *thread* through the words that define it.
pub fn words_serial() -> Outcome<Vec<f64>> {
    seconds(&words(), serial::run, Workers::ONE)
}

/// How many times faster rayon's two workers are at that.
pub fn words_rayon() -> Outcome<Vec<f64>> {
    gain(&words())
}

/// On one core, along a path: every frontier is one vertex.
pub fn path_serial() -> Outcome<Vec<f64>> {
    seconds(&path()?, serial::run, Workers::ONE)
}

/// How many times faster rayon's two workers are at that.
pub fn path_rayon() -> Outcome<Vec<f64>> {
    gain(&path()?)
}

fn words() -> Search {
    let words = graph::words();
    let thread = words.find("thread").expect("it is a word");
    Search::new(words.graph, thread)
}

fn path() -> Outcome<Search> {
    let edges: Vec<_> = (1..PATH).map(|v| (v - 1, v)).collect();
    let graph = Csr::from_edges(PATH as usize, &edges).map_err(|error| Unavailable::new(error.to_string()))?;
    Ok(Search::new(graph, 0))
}

type Run = fn(&Search, Workers, &mut Shared<u32>) -> Result<(), Unavailable>;

fn seconds(search: &Search, run: Run, workers: Workers) -> Outcome<Vec<f64>> {
    let mut levels = Shared::zeroed(search.graph().len());
    Ok(timing::repeat(|| run(search, workers, &mut levels).expect("it runs everywhere")))
}

fn gain(search: &Search) -> Outcome<Vec<f64>> {
    let two = Workers::new(2).expect("two is not zero");
    let (mut slow, mut quick) = (Shared::zeroed(search.graph().len()), Shared::zeroed(search.graph().len()));
    Ok(timing::in_turns(
        || serial::run(search, Workers::ONE, &mut slow).expect("it runs everywhere"),
        || rayon::run(search, two, &mut quick).expect("it runs everywhere"),
    ))
}
