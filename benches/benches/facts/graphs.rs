//! Breadth-first search where its frontiers are small, and where they aren't; PageRank beside its bytes.

use ::rayon::prelude::*;
use benches::{
    experiment::Outcome,
    timing::{self, SAMPLES},
    triad::Triad,
};
use bfs::{Search, UNREACHED, direction_optimizing_rayon, rayon, serial};
use graph::Csr;
use pagerank::Web;
use shared::Shared;
use std::{cell::RefCell, time::Instant};
use variant::{Load, Unavailable, Workers};

/// Vertices of a graph that no cache holds: 16 million edges take 64 MiB.
const LARGE: usize = 2 << 20;

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

/// Edges that the search of the race's graph looks at in a second on one core. Counted are all that begin at a vertex
/// which is reached, as the Graph 500 benchmark counts, though not every variant looks at each of them.
pub fn edges_serial() -> Outcome<Vec<f64>> {
    edges(serial::run, Workers::ONE)
}

/// The same with rayon on all cores.
pub fn edges_rayon() -> Outcome<Vec<f64>> {
    edges(rayon::run, Workers::available())
}

/// The same on all cores, looking back where that is less work.
pub fn edges_direction_optimizing() -> Outcome<Vec<f64>> {
    edges(direction_optimizing_rayon::run, Workers::available())
}

fn edges(run: Run, workers: Workers) -> Outcome<Vec<f64>> {
    let search = (bfs::KERNEL.problem)(bfs::KERNEL.default_size, Load::Usual);
    let mut levels = Shared::zeroed(search.graph().len());
    run(&search, workers, &mut levels)?;
    let reached = (0..levels.len()).filter(|&v| levels[v] != UNREACHED);
    let edges: usize = reached.map(|v| search.graph().degree(v)).sum();
    Ok(seconds(&search, run, workers)?.into_iter().map(|seconds| edges as f64 / seconds).collect())
}

/// The bytes that PageRank must move in a second on all cores, as a part of what the triad moves, per cent: in turns,
/// on the race's graph. Most of it fits into a large last cache.
pub fn pagerank_of_triad() -> Outcome<Vec<f64>> {
    of_triad(pagerank::KERNEL.default_size)
}

/// The same on a graph that fits into no cache.
pub fn pagerank_large_of_triad() -> Outcome<Vec<f64>> {
    of_triad(LARGE)
}

/// How many times as long all cores take to add up what comes along the edges of the race's graph as along as many
/// edges in the order of memory: what it costs that they lead anywhere.
pub fn gather_anywhere() -> Outcome<Vec<f64>> {
    anywhere(pagerank::KERNEL.default_size)
}

/// The same on a graph that fits into no cache.
pub fn gather_anywhere_large() -> Outcome<Vec<f64>> {
    anywhere(LARGE)
}

fn anywhere(vertices: usize) -> Outcome<Vec<f64>> {
    let incoming = graph::generate::r_mat(vertices, pagerank::DEGREE, 7).transposed();
    let in_order = in_order((0..vertices).map(|v| incoming.degree(v)))?;
    gathers(&incoming, &in_order)
}

/// How many times as long it takes, both in the order of memory, where some vertices have very many edges and some none
/// as where all have the same number: what it costs that the ends of short loops can't be guessed.
pub fn gather_uneven() -> Outcome<Vec<f64>> {
    let vertices = pagerank::KERNEL.default_size;
    let incoming = graph::generate::r_mat(vertices, pagerank::DEGREE, 7).transposed();
    let uneven = in_order((0..vertices).map(|v| incoming.degree(v)))?;
    let even = in_order((0..vertices).map(|_| pagerank::DEGREE))?;
    gathers(&uneven, &even)
}

/// A graph with so many edges at each vertex, [`pagerank::DEGREE`] on average, that lead to one vertex after another.
fn in_order(degrees: impl Iterator<Item = usize>) -> Outcome<Csr> {
    let mut offsets = vec![0];
    offsets.extend(degrees.scan(0, |end, degree| {
        *end += degree;
        Some(*end)
    }));
    let edges = offsets[offsets.len() - 1];
    let targets = (0..edges).map(|edge| (edge / pagerank::DEGREE) as u32).collect();
    Csr::new(offsets, targets).map_err(|error| Unavailable::new(error.to_string()))
}

fn gathers(slow: &Csr, quick: &Csr) -> Outcome<Vec<f64>> {
    let shares = vec![1.0 / slow.len() as f64; slow.len()];
    let sums = RefCell::new(vec![0.0; slow.len()]);
    let gather = |graph: &Csr| gather(graph, &shares, &mut sums.borrow_mut());
    Ok(timing::in_turns(|| gather(slow), || gather(quick)))
}

/// The heart of a round of PageRank: each vertex adds up what comes along its edges.
fn gather(graph: &Csr, shares: &[f64], sums: &mut [f64]) {
    pools::rayon(Workers::available()).install(|| {
        sums.par_chunks_mut(pagerank::BLOCK).enumerate().for_each(|(block, sums)| {
            for (v, sum) in (block * pagerank::BLOCK..).zip(sums) {
                *sum = graph.neighbours(v).iter().map(|&u| shares[u as usize]).sum();
            }
        });
    });
}

fn of_triad(vertices: usize) -> Outcome<Vec<f64>> {
    let web = Web::uneven(vertices, 7);
    // In each round the edges, and of each vertex where they begin, how many lead on, its rank in and out, and its
    // share in and out, as if each share came but once. The kernel's `work` counts what comes in once for all rounds.
    let bytes = web.rounds_needed() as f64 * (4.0 * web.edges() as f64 + 44.0 * vertices as f64);
    let (mut ranks, mut triad) = (Shared::zeroed(vertices), Triad::new());
    let workers = Workers::available();
    let mut turn = || {
        let most = triad.run(workers.get());
        let start = Instant::now();
        pagerank::rayon::run(&web, workers, &mut ranks)?;
        Ok(100.0 * bytes / start.elapsed().as_secs_f64() / most)
    };
    turn()?;
    // A run of the large graph takes seconds.
    (0..if vertices == LARGE { 7 } else { SAMPLES }).map(|_| turn()).collect()
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
