//! Are the levels right, was every vertex claimed by one thread, and were wide levels shared?

/// Here, `std::sync` and `core::sync` are ones at whose locks and atomics a thread can be stopped.
extern crate preemption as core;
extern crate preemption as std;

use bfs_levels::{UNREACHED, levels};
use graph::Csr;
use std::collections::BTreeSet;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use witness::generate::prop;
use witness::{SlowMotion, caught, deadline, for_all, planted};

/// What the learner's file is made of when two threads are to look at the same moment: atomics whose `load` takes a
/// beat of slow motion.
mod sync {
    #![allow(
        dead_code,
        unused_imports,
        reason = "the answer once more, with atomics that are watched: not all of it is used here"
    )]
    pub use std::sync::atomic::Ordering;

    macro_rules! slowed {
        ($($Atomic:ident of $Value:ty: $($change:ident)*;)*) => {$(
            #[derive(Debug, Default)]
            pub struct $Atomic(std::sync::atomic::$Atomic);

            impl $Atomic {
                pub const fn new(value: $Value) -> Self {
                    Self(std::sync::atomic::$Atomic::new(value))
                }
                pub fn load(&self, order: Ordering) -> $Value {
                    let value = self.0.load(order);
                    super::look();
                    value
                }
                pub fn store(&self, value: $Value, order: Ordering) {
                    self.0.store(value, order);
                }
                pub fn compare_exchange(
                    &self, old: $Value, new: $Value, success: Ordering, failure: Ordering,
                ) -> Result<$Value, $Value> {
                    self.0.compare_exchange(old, new, success, failure)
                }
                pub fn compare_exchange_weak(
                    &self, old: $Value, new: $Value, success: Ordering, failure: Ordering,
                ) -> Result<$Value, $Value> {
                    self.0.compare_exchange_weak(old, new, success, failure)
                }
                pub fn fetch_update(
                    &self, set: Ordering, fetch: Ordering, change: impl FnMut($Value) -> Option<$Value>,
                ) -> Result<$Value, $Value> {
                    self.0.fetch_update(set, fetch, change)
                }
                $(pub fn $change(&self, value: $Value, order: Ordering) -> $Value {
                    self.0.$change(value, order)
                })*
                pub fn get_mut(&mut self) -> &mut $Value {
                    self.0.get_mut()
                }
                pub fn into_inner(self) -> $Value {
                    self.0.into_inner()
                }
            }
        )*};
    }

    slowed! {
        AtomicBool of bool: swap fetch_and fetch_nand fetch_or fetch_xor;
        AtomicU32 of u32: swap fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_min fetch_max;
        AtomicU64 of u64: swap fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_min fetch_max;
        AtomicUsize of usize: swap fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_min fetch_max;
    }
}

/// The same file once more. There, `crate::sync` is the module above.
#[allow(
    dead_code,
    unused_imports,
    clippy::duplicate_mod,
    reason = "the answer once more, with atomics that are watched: not all of it is used here"
)]
#[path = "../src/lib.rs"]
mod slowly;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::assert;

const LIMIT: Duration = Duration::from_secs(60);
const WAITS: &str = "what each thread waits for, and what ends the search";
const CLAIM: &str = "Two threads can find the same vertex in the same moment. To look whether it is taken, and to take \
                     it, must be one step that only one of them can succeed in.";

/// A beat in slow motion for whoever has looked, while this is being filmed.
fn look() {
    let film = FILM.lock().unwrap().clone();
    if let Some(film) = film {
        film.work(0, 1);
    }
}

static FILM: Mutex<Option<Arc<SlowMotion>>> = Mutex::new(None);

/// The levels, found with a queue on one thread.
fn expected(graph: &Csr, source: usize) -> Vec<u32> {
    let mut levels = vec![UNREACHED; graph.len()];
    levels[source] = 0;
    let mut queue = vec![source];
    let mut at = 0;
    while let Some(&v) = queue.get(at) {
        at += 1;
        for &w in graph.neighbours(v) {
            if levels[w as usize] == UNREACHED {
                levels[w as usize] = levels[v] + 1;
                queue.push(w as usize);
            }
        }
    }
    levels
}

/// Whether `levels` finds the right levels in `graph`, and asks for each vertex's neighbours as often as it should.
fn right(name: &str, graph: &Csr, source: usize, workers: usize) -> Result<(), String> {
    let asked: Vec<_> = (0..graph.len()).map(|_| AtomicUsize::new(0)).collect();
    let got = levels(graph.len(), source, workers, |v| {
        asked[v].fetch_add(1, Relaxed);
        graph.neighbours(v)
    });
    let asked: Vec<_> = asked.into_iter().map(AtomicUsize::into_inner).collect();
    judge(&format!("{name}, from {source}, {workers} workers"), graph, source, &got, &asked)
}

fn judge(case: &str, graph: &Csr, source: usize, got: &[u32], asked: &[usize]) -> Result<(), String> {
    let want = expected(graph, source);
    if got.len() != want.len() {
        return Err(format!("{case}: {} levels came back for {} vertices.", got.len(), want.len()));
    }
    if let Some(v) = (0..want.len()).find(|&v| got[v] != want[v]) {
        let idea = match (got[v], want[v]) {
            (UNREACHED, _) => "Is any part of a frontier in nobody's hands? Does the search end too early?",
            (_, UNREACHED) => "No way leads to it: `UNREACHED`.",
            (got, want) if got > want => {
                "A nearer way was there. Does a level begin before the one before it is complete, or is a level written over?"
            }
            _ => "There is no way as short as that.",
        };
        return Err(format!("{case}: vertex {v}: expected {}, got {}.\n{idea}", name(want[v]), name(got[v])));
    }
    match (0..want.len()).find(|&v| asked[v] != usize::from(want[v] != UNREACHED)) {
        None => Ok(()),
        Some(v) if want[v] == UNREACHED => {
            Err(format!("{case}: `neighbours({v})` was called, though no way leads to {v}."))
        }
        Some(v) if asked[v] == 0 => Err(format!(
            "{case}: `neighbours({v})` was never called. How can you know that nothing new can be reached from there?"
        )),
        Some(v) => Err(format!(
            "{case}: `neighbours({v})` was called {} times: {v} stood in a frontier more than once.\n{CLAIM}",
            asked[v]
        )),
    }
}

fn name(level: u32) -> String {
    if level == UNREACHED { "UNREACHED".into() } else { format!("level {level}") }
}

fn graph(vertices: usize, edges: &[(u32, u32)]) -> Csr {
    Csr::from_edges(vertices, edges).expect("these edges are right")
}

#[test]
fn small_graphs() {
    deadline("small graphs", WAITS, LIMIT, || {
        let cases = [
            ("one vertex", graph(1, &[])),
            ("one vertex with two loops", graph(1, &[(0, 0), (0, 0)])),
            ("two vertices without an edge", graph(2, &[])),
            ("an edge that leads the other way", graph(2, &[(1, 0)])),
            ("the graph of the task", graph(5, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 0)])),
            ("a ring", graph(4, &[(0, 1), (1, 2), (2, 3), (3, 0)])),
            ("every edge three times", graph(3, &[(0, 1), (0, 1), (0, 1), (1, 2), (1, 2), (1, 2)])),
            ("a long way and a short one", graph(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (0, 4), (4, 3)])),
        ];
        for (name, graph) in cases {
            for source in 0..graph.len() {
                for workers in [1, 2, 3, 7] {
                    right(name, &graph, source, workers).unwrap_or_else(|reason| panic!("{reason}"));
                }
            }
        }
    });
}

#[test]
fn any_graph() {
    deadline("graphs of any kind", WAITS, LIMIT, || {
        let edges = prop::collection::vec((0..40_u32, 0..40_u32), 0..120);
        for_all(150, (1..40_u32, edges, 1..9_usize), |(vertices, edges, workers)| {
            let edges: Vec<_> = edges.iter().map(|(v, w)| (v % vertices, w % vertices)).collect();
            right(&format!("the edges {edges:?}"), &graph(*vertices as usize, &edges), 0, *workers)
        });
    });
}

#[test]
fn long_and_wide() {
    deadline("a long path and a large star", WAITS, LIMIT, || {
        let path: Vec<_> = (1..1500).map(|v| (v - 1, v)).collect();
        let star: Vec<_> = (1..20_000).flat_map(|v| [(0, v), (v, 0)]).collect();
        for workers in [1, 2, 5] {
            right("a path of 1500 vertices", &graph(1500, &path), 0, workers)
                .unwrap_or_else(|reason| panic!("{reason}"));
            for source in [0, 777] {
                right("a star with 20,000 vertices", &graph(20_000, &star), source, workers)
                    .unwrap_or_else(|reason| panic!("{reason}"));
            }
        }
    });
}

#[test]
fn words_and_an_uneven_graph() {
    deadline("words that define each other", WAITS, LIMIT, || {
        let words = graph::words();
        let thread = words.find("thread").expect("it is a word");
        let uneven = graph::generate::r_mat(3000, 8, 1);
        for workers in [1, 2, 3, 64] {
            right("16,682 words", &words.graph, thread, workers).unwrap_or_else(|reason| panic!("{reason}"));
            right("3,000 vertices, some with very many edges", &uneven, 11, workers)
                .unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

/// Layers of so many vertices, each vertex with an edge to every one of the next layer, to itself, and back to 0.
fn layers(sizes: &[usize]) -> Csr {
    let mut edges = Vec::new();
    let mut first = 0;
    for (layer, &size) in sizes.iter().enumerate() {
        let next = first + size;
        let behind = next + sizes.get(layer + 1).unwrap_or(&0);
        for v in first..next {
            edges.extend((next..behind).map(|w| (v as u32, w as u32)));
            edges.extend([(v as u32, v as u32), (v as u32, 0)]);
        }
        first = next;
    }
    graph(first, &edges)
}

#[test]
fn two_threads_look_at_the_same_moment() {
    deadline("claims in slow motion", WAITS, LIMIT, || {
        for (workers, sizes) in [(2, [1, 8, 3]), (3, [1, 12, 2])] {
            let graph = layers(&sizes);
            let asked: Vec<_> = (0..graph.len()).map(|_| AtomicUsize::new(0)).collect();
            *FILM.lock().unwrap() = Some(Arc::new(SlowMotion::of(workers)));
            let got = slowly::levels(graph.len(), 0, workers, |v| {
                asked[v].fetch_add(1, Relaxed);
                graph.neighbours(v)
            });
            *FILM.lock().unwrap() = None;
            let asked: Vec<_> = asked.into_iter().map(AtomicUsize::into_inner).collect();
            let case = format!("layers of {sizes:?} vertices, {workers} workers who look at the same moment");
            judge(&case, &graph, 0, &got, &asked).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

/// Here nobody makes good what another has lost: each vertex can be found from one other only.
#[test]
fn a_vertex_that_only_one_thread_finds() {
    deadline("claims in slow motion, each vertex found from one other", WAITS, LIMIT, || {
        for (workers, n) in [(2, 16), (4, 32)] {
            let (first, second) = (|v: u32| v + 1, |v: u32| n + v + 1);
            let edges: Vec<_> = (0..n).flat_map(|v| [(0, first(v)), (first(v), second(v))]).collect();
            let graph = graph(1 + 2 * n as usize, &edges);
            let asked: Vec<_> = (0..graph.len()).map(|_| AtomicUsize::new(0)).collect();
            *FILM.lock().unwrap() = Some(Arc::new(SlowMotion::of(workers)));
            let got = slowly::levels(graph.len(), 0, workers, |v| {
                asked[v].fetch_add(1, Relaxed);
                graph.neighbours(v)
            });
            *FILM.lock().unwrap() = None;
            let asked: Vec<_> = asked.into_iter().map(AtomicUsize::into_inner).collect();
            let case = format!("{n} vertices, from each of which one other can be reached, {workers} workers");
            judge(&case, &graph, 0, &got, &asked).unwrap_or_else(|reason| {
                panic!(
                    "{reason}\nAn exchange may fail though this vertex is free: because another one in the same word was \
                     claimed, or, if it is a weak one, for no reason at all. Then it must be tried again."
                )
            });
        }
    });
}

#[test]
fn whoever_is_stopped_and_where() {
    deadline("claims, and a worker that is stopped", WAITS, LIMIT, || {
        let (sizes, workers) = ([1, 8, 2], 2);
        let graph = layers(&sizes);
        // A worker is stopped among the neighbours of a vertex, until the other has claimed all that it can: before its
        // first, second, third … step on something that both share.
        // Which worker gets vertex 1 is the system's choice, and it now and then lets one have all. So it is all done
        // again.
        for place in (0..4).flat_map(|_| preemption::places(60)) {
            let film = Arc::new(SlowMotion::of(workers));
            let asked: Vec<_> = (0..graph.len()).map(|_| AtomicUsize::new(0)).collect();
            let got = slowly::levels(graph.len(), 0, workers, |v| {
                preemption::go_on();
                asked[v].fetch_add(1, Relaxed);
                film.work(v, 1);
                if v == 1 {
                    let film = Arc::clone(&film);
                    place.stop(move || film.work(v, 1000));
                }
                graph.neighbours(v)
            });
            let asked: Vec<_> = asked.into_iter().map(AtomicUsize::into_inner).collect();
            let case = format!(
                "layers of {sizes:?} vertices, {workers} workers. The one that had asked for the neighbours of 1 took {} \
                 steps on what both share (locks, atomics), and then the other one came, and did all that it could",
                place.steps()
            );
            judge(&case, &graph, 0, &got, &asked).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn the_atomics_are_those_of_sync() {
    let code = include_str!("../src/lib.rs").lines().filter(|line| !line.trim_start().starts_with("//"));
    let others: Vec<_> = code.filter(|line| line.contains("atomic::") && line.contains("Atomic")).skip(1).collect();
    assert!(
        others.is_empty(),
        "besides `pub use` in the module `sync`, atomics come from the standard library:\n\n{}\n\n\
         Take them from `crate::sync`: others can't be made slow, and two threads would hardly ever look at the same moment \
         while anybody checks.",
        others.join("\n")
    );
}

#[test]
fn two_threads_race_for_the_same_vertices() {
    deadline("a race for vertices", WAITS, LIMIT, || {
        // Not in slow motion: sixteen vertices with the same 5000 neighbours, from two threads that set out together.
        let graph = layers(&[1, 16, 5000]);
        for _ in 0..6 {
            let asked: Vec<_> = (0..graph.len()).map(|_| AtomicUsize::new(0)).collect();
            let film = SlowMotion::of(2);
            let got = levels(graph.len(), 0, 2, |v| {
                if (1..17).contains(&v) {
                    film.work(v, 1);
                }
                asked[v].fetch_add(1, Relaxed);
                graph.neighbours(v)
            });
            let asked: Vec<_> = asked.into_iter().map(AtomicUsize::into_inner).collect();
            judge("layers of [1, 16, 5000] vertices, 2 workers", &graph, 0, &got, &asked)
                .unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn wide_levels_are_shared() {
    deadline("levels in slow motion", WAITS, LIMIT, || {
        // With eight workers a share that is rounded leaves a lot to the last, or nothing.
        for workers in [2, 3, 4, 8] {
            let sizes = [1, 6 * workers, 2, 5 * workers - 1, 1, 4 * workers, 2, 4 * workers + 1];
            let graph = layers(&sizes);
            let film = SlowMotion::of(workers);
            let got = levels(graph.len(), 0, workers, |v| {
                film.work(v, 1);
                graph.neighbours(v)
            });
            assert!(
                got == expected(&graph, 0),
                "layers of {sizes:?} vertices, {workers} workers, of whom each takes long with each vertex: expected {:?}, got \
                 {got:?}.",
                expected(&graph, 0)
            );
            let timeline = film.develop();
            timeline.assert_each_once("vertex", graph.len());
            let most = timeline.most_at_once();
            assert!(
                most >= workers,
                "expected {workers} workers in `neighbours` at the same time, in layers of {sizes:?} vertices; there were never \
                 more than {most}:\n\n{timeline}\n\
                 Is the frontier cut into parts, and is every thread started before one is joined? Is a lock held while \
                 `neighbours` is called?"
            );
            assert!(
                most <= workers,
                "expected {workers} workers, but {most} threads were in `neighbours` at the same time:\n\n{timeline}\n\
                 A worker is one thread that does its whole share of a frontier, not a thread for each vertex."
            );
            let mut first = 0;
            for size in sizes {
                let layer = first..first + size;
                first += size;
                if size < 4 * workers {
                    continue;
                }
                let shots = timeline.shots().iter().filter(|shot| layer.contains(&shot.item));
                let busy = shots.clone().map(|shot| shot.worker).collect::<BTreeSet<_>>().len();
                assert!(
                    busy == workers,
                    "a frontier of {size} vertices, and {busy} of {workers} workers had any:\n\n{timeline}\n\
                     A share that is rounded up leaves nothing for the last. How are {size} vertices shared by {workers} so that \
                     no share is larger than another by more than one?"
                );
                let (begin, end) = shots.fold((u64::MAX, 0), |(b, e), shot| (b.min(shot.start), e.max(shot.end)));
                let (took, fair) = (end - begin, size.div_ceil(workers) as u64);
                assert!(
                    2 * took <= 3 * fair,
                    "a frontier of {size} vertices, one beat each, took {workers} workers {took} beats; shared fairly it takes \
                     {fair}:\n\n{timeline}\n\
                     Who has more of the frontier than the others?"
                );
            }
        }
    });
}

#[test]
fn a_panic_is_handed_on() {
    deadline("a vertex whose neighbours can't be had", "who waits for a thread that has panicked", LIMIT, || {
        let graph = layers(&[1, 12, 3]);
        for (bad, workers) in [(0, 2), (5, 3), (12, 4), (14, 2)] {
            let outcome = caught(|| {
                levels(graph.len(), 0, workers, |v| {
                    if v == bad {
                        planted(format!("the check lets vertex {bad} panic"));
                    }
                    graph.neighbours(v)
                })
            });
            assert!(
                outcome.is_err(),
                "`neighbours` panicked for vertex {bad}, and `levels` with {workers} workers returned as if nothing had \
                 happened.\n`join` gives an `Err` when the thread has panicked. Who looks at it?"
            );
        }
    });
}
