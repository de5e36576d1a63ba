//! Are the edges turned round, are the ranks right and the same for any number of workers, and was every round shared?

/// Here, `std::sync` and `core::sync` are ones at whose locks and atomics a thread can be stopped.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, unreachable};

use graph::Csr;
use pagerank_csr::{incoming, pagerank};
use std::collections::BTreeSet;
use std::iter;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use witness::generate::prop;
use witness::{SlowMotion, caught, deadline, for_all, planted};

const LIMIT: Duration = Duration::from_secs(60);
const WAITS: &str = "what each thread waits for, and what ends the rounds";
const DAMPING: f64 = 0.85;

/// Where edges begin and end.
type Edges = &'static [(u32, u32)];

/// The two arrays of a graph with these edges.
fn arrays(vertices: usize, edges: &[(u32, u32)]) -> (Vec<usize>, Vec<u32>) {
    split(&Csr::from_edges(vertices, edges).expect("these edges are right"))
}

fn split(graph: &Csr) -> (Vec<usize>, Vec<u32>) {
    let mut offsets = vec![0];
    let mut targets = Vec::new();
    for v in 0..graph.len() {
        targets.extend(graph.neighbours(v));
        offsets.push(targets.len());
    }
    (offsets, targets)
}

/// The sum that `pull` is to return.
fn sum(_: usize, sources: &[u32], shares: &[f64]) -> f64 {
    sources.iter().map(|&u| shares[u as usize]).sum()
}

/// The ranks by pushing along each edge, on one thread, and how many rounds it took; for a `pull` that returns the sum.
fn expected(offsets: &[usize], targets: &[u32], damping: f64, tolerance: f64) -> (Vec<f64>, usize) {
    expected_from(offsets, targets, damping, tolerance, |_| 1.0)
}

/// The same for a `pull` that returns `part(v)` of the sum for vertex `v`.
fn expected_from(
    offsets: &[usize],
    targets: &[u32],
    damping: f64,
    tolerance: f64,
    part: impl Fn(usize) -> f64,
) -> (Vec<f64>, usize) {
    let n = offsets.len() - 1;
    let mut ranks = vec![1.0 / n as f64; n];
    for round in 1.. {
        let new = after(&ranks, offsets, targets, damping, &part);
        let change = change(&ranks, &new);
        ranks = new;
        if change <= tolerance {
            return (ranks, round);
        }
    }
    unreachable!("the rounds end")
}

/// The ranks one round after these.
fn after(ranks: &[f64], offsets: &[usize], targets: &[u32], damping: f64, part: impl Fn(usize) -> f64) -> Vec<f64> {
    let n = ranks.len();
    let mut new = vec![0.0; n];
    let mut anew = 1.0 - damping;
    for (v, rank) in ranks.iter().enumerate() {
        let edges = &targets[offsets[v]..offsets[v + 1]];
        if edges.is_empty() {
            anew += damping * rank;
        }
        for &w in edges {
            new[w as usize] += damping * part(w as usize) * rank / edges.len() as f64;
        }
    }
    new.iter_mut().for_each(|rank| *rank += anew / n as f64);
    new
}

/// All changes added up.
fn change(old: &[f64], new: &[f64]) -> f64 {
    new.iter().zip(old).map(|(new, old)| (new - old).abs()).sum()
}

fn turned(case: &str, offsets: &[usize], targets: &[u32]) -> Result<(), String> {
    let n = offsets.len() - 1;
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for v in 0..n {
        edges.extend(targets[offsets[v]..offsets[v + 1]].iter().map(|&w| (w, v as u32)));
    }
    edges.sort();
    let want_sources: Vec<u32> = edges.iter().map(|&(_, from)| from).collect();
    let want_offsets: Vec<usize> = (0..=n).map(|v| edges.partition_point(|&(to, _)| (to as usize) < v)).collect();
    let (got_offsets, got_sources) = incoming(offsets, targets);
    if got_offsets != want_offsets {
        return Err(format!(
            "{case}: offsets {got_offsets:?}, expected {want_offsets:?}.\n\
             How many edges lead to each vertex? Each offset is the sum of all those before, and the last is the number of edges."
        ));
    }
    if got_sources != want_sources {
        return Err(format!(
            "{case}: sources {got_sources:?}, expected {want_sources:?}.\n\
             Each edge goes to the next free place of the vertex that it leads to, and what stands there is where it came from."
        ));
    }
    Ok(())
}

#[test]
fn edges_are_turned_round() {
    deadline("edges turned round", "what ends the loops in `incoming`", LIMIT, || {
        for (vertices, edges) in [
            (0, &[] as Edges),
            (1, &[]),
            (1, &[(0, 0), (0, 0)]),
            (3, &[(0, 1), (0, 2), (1, 2)]),
            (5, &[(4, 0), (4, 0), (2, 0), (0, 4), (2, 2)]),
        ] {
            let (offsets, targets) = arrays(vertices, edges);
            turned(&format!("incoming(&{offsets:?}, &{targets:?})"), &offsets, &targets)
                .unwrap_or_else(|reason| panic!("{reason}"));
        }
        let edges = prop::collection::vec((0..12_u32, 0..12_u32), 0..30);
        for_all(200, (1..12_u32, edges), |(vertices, edges)| {
            let edges: Vec<_> = edges.iter().map(|(v, w)| (v % vertices, w % vertices)).collect();
            let (offsets, targets) = arrays(*vertices as usize, &edges);
            turned(&format!("incoming(&{offsets:?}, &{targets:?})"), &offsets, &targets)
        });
    });
}

/// Ends rounds that would go on for good, because updates are lost for one, long before the deadline.
struct Patience {
    calls: AtomicUsize,
    most: usize,
}

impl Patience {
    /// For `n` vertices and about so many rounds.
    fn of(n: usize, rounds: usize) -> Self {
        Self { calls: AtomicUsize::new(0), most: n * (rounds + 20) }
    }

    /// Another call of `pull`.
    fn called(&self) {
        assert!(
            self.calls.fetch_add(1, Relaxed) < self.most,
            "`pull` was called {} times, far more often than there are rounds for, and there is no end in sight.\n\
             Do the changes get smaller? They don't if a rank is written by two threads.",
            self.most
        );
    }
}

/// Whether the ranks are right, and `pull` was called as often as there are vertices in each of the right number of
/// rounds.
fn right(
    case: &str,
    graph: &(Vec<usize>, Vec<u32>),
    damping: f64,
    tolerance: f64,
    workers: usize,
) -> Result<(), String> {
    let (offsets, targets) = graph;
    let n = offsets.len() - 1;
    let calls: Vec<_> = (0..n).map(|_| AtomicUsize::new(0)).collect();
    let wrong = Mutex::new(None);
    let (want, rounds) = expected(offsets, targets, damping, tolerance);
    let patience = Patience::of(n, rounds);
    let got = pagerank(offsets, targets, damping, tolerance, workers, |v, sources, shares| {
        patience.called();
        calls[v].fetch_add(1, Relaxed);
        // All shares are looked at once a round.
        let mut ends = (0..if v == 0 { n } else { 0 }).filter(|&u| offsets[u] == offsets[u + 1]);
        if shares.len() != n {
            *wrong.lock().unwrap() = Some(format!(
                "`pull` for vertex {v} got {} shares, expected one for each of {n} vertices.",
                shares.len()
            ));
        } else if let Some(u) = ends.find(|&u| shares[u] != 0.0) {
            *wrong.lock().unwrap() =
                Some(format!("no edge leads on from vertex {u}, and its share is {}, expected 0.", shares[u]));
        }
        sum(v, sources, shares)
    });
    let case = format!("{case}, damping {damping}, tolerance {tolerance:e}, {workers} workers");
    if let Some(wrong) = wrong.into_inner().unwrap() {
        return Err(format!("{case}: {wrong}"));
    }
    if got.len() != n {
        return Err(format!("{case}: {} ranks came back for {n} vertices.", got.len()));
    }
    if n == 0 {
        return Ok(());
    }
    let total: f64 = got.iter().sum();
    if (total - 1.0).abs() > 1e-9 || total.is_nan() {
        return Err(format!(
            "{case}: the ranks add up to {total}, expected 1: the walker is somewhere.\n\
             What becomes of those who are at a vertex without edges? Does every edge count, also one that stands there twice?"
        ));
    }
    // Somebody who adds in another order may see the change pass below the tolerance a round earlier or later.
    let off: f64 = got.iter().zip(&want).map(|(got, want)| (got - want).abs()).sum();
    if off > tolerance + 1e-12 {
        let v = (0..n).max_by(|&v, &w| (got[v] - want[v]).abs().total_cmp(&(got[w] - want[w]).abs())).unwrap_or(0);
        return Err(format!(
            "{case}: the ranks are {off:e} away from the right ones, all differences added up; most at vertex {v}: expected {}, \
             got {}.\nDoes each vertex get the *shares* of those from which an edge leads to it, those of the round before? Do \
             the rounds go on until *all changes together* are within the tolerance?",
            want[v], got[v]
        ));
    }
    let most = calls.iter().map(|calls| calls.load(Relaxed)).max().unwrap_or(0);
    if let Some(v) = (0..n).find(|&v| calls[v].load(Relaxed) != most) {
        return Err(format!(
            "{case}: `pull` was called {} times for vertex {v} and {most} times for another; expected once for each vertex in each \
             round.\nIs some part of the vertices in nobody's hands, or in two?",
            calls[v].load(Relaxed)
        ));
    }
    if most.abs_diff(rounds) > 1 {
        return Err(format!("{case}: there were {most} rounds, expected {rounds}. When is the last round the last?"));
    }
    Ok(())
}

#[test]
fn small_graphs() {
    deadline("small graphs", WAITS, LIMIT, || {
        let cases: [(&str, usize, Edges); 9] = [
            ("no vertex", 0, &[]),
            ("one vertex", 1, &[]),
            ("one vertex with two loops", 1, &[(0, 0), (0, 0)]),
            ("four vertices without edges", 4, &[]),
            ("a ring", 5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]),
            ("a star that leads in, to a vertex without edges", 6, &[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)]),
            ("a star that leads out, and back from one", 5, &[(0, 1), (0, 2), (0, 3), (0, 4), (1, 0)]),
            ("an edge that stands there twice", 3, &[(0, 1), (0, 1), (0, 2), (1, 0), (2, 0)]),
            ("a path", 4, &[(0, 1), (1, 2), (2, 3)]),
        ];
        for (name, vertices, edges) in cases {
            for workers in [1, 2, 3, 7] {
                for (damping, tolerance) in [(DAMPING, 1e-9), (0.5, 1e-3)] {
                    right(name, &arrays(vertices, edges), damping, tolerance, workers)
                        .unwrap_or_else(|reason| panic!("{reason}"));
                }
            }
        }
    });
}

#[test]
fn any_graph() {
    deadline("graphs of any kind", WAITS, LIMIT, || {
        let edges = prop::collection::vec((0..30_u32, 0..30_u32), 0..80);
        for_all(60, (1..30_u32, edges, 1..9_usize), |(vertices, edges, workers)| {
            let edges: Vec<_> = edges.iter().map(|(v, w)| (v % vertices, w % vertices)).collect();
            let case = format!("{vertices} vertices, edges {edges:?}");
            right(&case, &arrays(*vertices as usize, &edges), DAMPING, 1e-6, *workers)
        });
    });
}

#[test]
fn the_same_bits_for_any_number_of_workers() {
    deadline("ranks from several numbers of workers", WAITS, LIMIT, || {
        let words = split(&graph::words().graph);
        let (two, uneven) = (graph::generate::r_mat(5003, 4, 3), graph::generate::r_mat(1500, 8, 4));
        for (name, graph) in
            [("16,682 words", words), ("5,003 vertices", split(&two)), ("1,500 vertices", split(&uneven))]
        {
            right(name, &graph, DAMPING, 1e-6, 3).unwrap_or_else(|reason| panic!("{reason}"));
            let ranks = |workers| pagerank(&graph.0, &graph.1, DAMPING, 1e-6, workers, sum);
            let one = ranks(1);
            for workers in [2, 3, 4, 7, 16] {
                let got = ranks(workers);
                if let Some(v) =
                    (0..one.len()).find(|&v| got.get(v).map(|rank| rank.to_bits()) != Some(one[v].to_bits()))
                {
                    panic!(
                        "{name}: with {workers} workers vertex {v} has rank {:?}, with 1 worker {:?}.\n\
                         Each rank by itself doesn't depend on who computes it. Two sums do: that of the vertices without edges, and \
                         that of the changes, if each worker adds up its own part, because then the number of workers says \
                         which numbers are added first.",
                        got.get(v),
                        one[v]
                    );
                }
            }
        }
    });
}

#[test]
fn the_same_last_round_for_any_number_of_workers() {
    deadline("rounds from several numbers of workers", WAITS, LIMIT, || {
        let (offsets, targets) = split(&graph::generate::r_mat(1500, 8, 4));
        let n = offsets.len() - 1;
        let rounds = |workers, tolerance| {
            let patience = Patience::of(n, 200);
            pagerank(&offsets, &targets, DAMPING, tolerance, workers, |v, sources, shares| {
                patience.called();
                sum(v, sources, shares)
            });
            patience.calls.into_inner() / n
        };
        for about in [1e-2_f64, 1e-4] {
            // To the last bit the smallest tolerance that is enough after so many rounds: what one worker's changes add
            // up to.
            let last = rounds(1, about);
            let (mut too_small, mut enough) = ((about / 16.0).to_bits(), about.to_bits());
            while too_small + 1 < enough {
                let middle = too_small.midpoint(enough);
                if rounds(1, f64::from_bits(middle)) <= last { enough = middle } else { too_small = middle }
            }
            for tolerance in [too_small, enough].map(f64::from_bits) {
                let want = rounds(1, tolerance);
                for workers in [2, 3, 4, 7, 16] {
                    let got = rounds(workers, tolerance);
                    assert!(
                        got == want,
                        "1,500 vertices, tolerance {tolerance:?}: {want} rounds with 1 worker, {got} with {workers}.\n\
                         That tolerance is a near thing on purpose: the last bit of the changes' sum decides. If each worker \
                         adds up its own part, the number of workers says which numbers are added first."
                    );
                }
            }
        }
    });
}

#[test]
fn rounds_are_shared() {
    deadline("rounds in slow motion", WAITS, LIMIT, || {
        // With eight workers a share that is rounded leaves a lot to the last, or nothing.
        for (workers, n) in [(2, 12), (3, 19), (4, 16), (8, 33), (8, 47)] {
            // An edge to the next vertex, one to the vertex after three times its number, and two vertices without
            // edges.
            let m = n as u32;
            let edges: Vec<_> = (0..m - 2).flat_map(|v| [(v, v + 1), (v, 3 * v % m)]).collect();
            let (offsets, targets) = arrays(n, &edges);
            let film = SlowMotion::of(workers);
            let (want, rounds) = expected(&offsets, &targets, DAMPING, 0.05);
            let patience = Patience::of(n, rounds);
            let got = pagerank(&offsets, &targets, DAMPING, 0.05, workers, |v, sources, shares| {
                patience.called();
                film.work(v, 1);
                sum(v, sources, shares)
            });
            let off: f64 = got.iter().zip(&want).map(|(got, want)| (got - want).abs()).sum();
            assert!(
                got.len() == n && off < 0.05,
                "{n} vertices, {workers} workers, of whom each takes long with each vertex: expected {want:?}, got {got:?}."
            );
            let timeline = film.develop();
            let rounds = timeline.shots().len() / n;
            let most = timeline.most_at_once();
            assert!(
                most >= workers,
                "expected {workers} workers in `pull` at the same time, for {n} vertices; there were never more than {most}:\n\n\
                 {timeline}\n\
                 Are all threads of a round started before one is joined? Is a lock held while `pull` is called?"
            );
            assert!(
                most <= workers,
                "expected {workers} workers, but {most} threads were in `pull` at the same time:\n\n{timeline}\n\
                 A worker is one thread that does its whole share of a round, not a thread for each vertex."
            );
            // A round's shots are the next `n`: no round begins before the one before is complete.
            for (round, shots) in timeline.shots().chunks(n).enumerate() {
                let mut items: Vec<_> = shots.iter().map(|shot| shot.item).collect();
                items.sort();
                assert!(
                    items.iter().copied().eq(0..n),
                    "round {round} of {rounds}: `pull` was called for the vertices {items:?}, expected each of {n} once before the \
                     next round begins."
                );
                let busy = shots.iter().map(|shot| shot.worker).collect::<BTreeSet<_>>().len();
                assert!(
                    busy == workers,
                    "round {round} of {rounds}: {n} vertices, and {busy} of {workers} workers had any:\n\n{timeline}\n\
                     A share that is rounded up leaves nothing for the last. How are {n} vertices shared by {workers} so that no \
                     share is larger than another by more than one?"
                );
                let begin = shots.iter().map(|shot| shot.start).min().unwrap_or(0);
                let end = shots.iter().map(|shot| shot.end).max().unwrap_or(0);
                let (took, fair) = (end - begin, n.div_ceil(workers) as u64);
                assert!(
                    2 * took <= 3 * fair,
                    "round {round} of {rounds}: {n} vertices, one beat each, took {workers} workers {took} beats; shared fairly it \
                     takes {fair}:\n\n{timeline}\nWho has more vertices than the others?"
                );
            }
        }
    });
}

/// Here nothing is rounded, in whatever order it is added: all numbers are sums of powers of two. So there is one right
/// answer, to the last bit, and one last round.
#[test]
fn where_nothing_is_rounded() {
    deadline("ranks that are sums of powers of two", WAITS, LIMIT, || {
        // No, one, two or four edges from each of 16 vertices, and a damping of a half.
        let edges: Vec<_> = (0..16_u32)
            .flat_map(|v| (0..[0, 1, 2, 4][v as usize % 4]).map(move |edge| (v, (5 * v + 3 * edge + 1) % 16)))
            .collect();
        let (offsets, targets) = arrays(16, &edges);
        // What the rounds change, all added up: as tolerances, these are near things.
        let next = |ranks: &Vec<f64>| Some(after(ranks, &offsets, &targets, 0.5, |_| 1.0));
        let ranks: Vec<_> = iter::successors(Some(vec![1.0 / 16.0; 16]), next).take(8).collect();
        let changes: Vec<_> = ranks.windows(2).map(|two| change(&two[0], &two[1])).collect();
        assert!(changes.is_sorted_by(|a, b| a > b), "the check's own graph");
        for round in 1..7 {
            let enough = changes[round - 1];
            for (tolerance, rounds) in [(enough, round), (enough.next_down(), round + 1)] {
                for workers in [1, 3] {
                    let patience = Patience::of(16, rounds);
                    let got = pagerank(&offsets, &targets, 0.5, tolerance, workers, |v, sources, shares| {
                        patience.called();
                        sum(v, sources, shares)
                    });
                    let took = patience.calls.into_inner() / 16;
                    let case = format!(
                        "16 vertices, damping 0.5, tolerance {tolerance:?}, {workers} workers; the rounds change the ranks by \
                         {changes:?}, all changes added up, and nothing is rounded"
                    );
                    assert!(
                        took == rounds,
                        "{case}: {took} rounds, expected {rounds}.\nThe last round is the one after which the ranks have changed \
                         by *no more than* the tolerance."
                    );
                    assert!(
                        got == ranks[rounds],
                        "{case}: the ranks after {rounds} rounds are {:?}, got {got:?}.\nAre they those after the last round, or \
                         before it?",
                        ranks[rounds]
                    );
                }
            }
        }
    });
}

#[test]
fn what_pull_returns_counts() {
    deadline("a `pull` that keeps something back", WAITS, LIMIT, || {
        // Every third vertex gets only half of what comes to it.
        let part = |v: usize| if v.is_multiple_of(3) { 0.5 } else { 1.0 };
        let edges: Vec<_> = (0..28).flat_map(|v| [(v, v + 1), (v, 7 * v % 30)]).collect();
        let (offsets, targets) = arrays(30, &edges);
        let (want, _) = expected_from(&offsets, &targets, DAMPING, 1e-9, part);
        for workers in [1, 3] {
            let got = pagerank(&offsets, &targets, DAMPING, 1e-9, workers, |v, sources, shares| {
                part(v) * sum(v, sources, shares)
            });
            assert!(
                got.len() == 30 && got.iter().zip(&want).all(|(got, want)| (got - want).abs() < 1e-8),
                "30 vertices, {workers} workers, and a `pull` that returns half of the sum for every third vertex: expected {want:?}, \
                 got {got:?}.\n`pull` is asked so that its answer is used: what comes along the edges to `v` is what \
                 it returns for `v`."
            );
        }
    });
}

#[test]
fn whoever_is_stopped_and_where() {
    deadline("rounds, and a worker that is stopped", WAITS, LIMIT, || {
        let (n, workers, tolerance) = (6, 2, 0.05);
        let edges: Vec<_> = (0..n as u32 - 1).flat_map(|v| [(v, v + 1), (v, 3 * v % n as u32)]).collect();
        let (offsets, targets) = arrays(n, &edges);
        let (patience, calls) = (Patience::of(n, 200), AtomicUsize::new(0));
        let want = pagerank(&offsets, &targets, DAMPING, tolerance, 1, |v, sources, shares| {
            patience.called();
            calls.fetch_add(1, Relaxed);
            sum(v, sources, shares)
        });
        let rounds = calls.into_inner() / n;
        // In the last round but one, the worker that has vertex 0 is stopped when it has pulled for all that it has,
        // until the other has done all that it can: before its first, second, third … step on something that both
        // share.
        for place in preemption::places(40) {
            let film = Arc::new(SlowMotion::of(workers));
            let (calls, unlucky) = (Mutex::new(vec![0; n]), Mutex::new(None));
            let patience = Patience::of(n, rounds);
            let got = interruptible::pagerank(&offsets, &targets, DAMPING, tolerance, workers, |v, sources, shares| {
                preemption::go_on();
                patience.called();
                film.work(v, 1);
                let mut calls = calls.lock().unwrap();
                calls[v] += 1;
                let (thread, mut unlucky) = (thread::current().id(), unlucky.lock().unwrap());
                if calls[v] + 1 == rounds && (v == 0 || *unlucky == Some(thread)) {
                    *unlucky = Some(thread);
                    let film = Arc::clone(&film);
                    place.stop(move || film.work(v, 1000));
                }
                sum(v, sources, shares)
            });
            let calls = calls.into_inner().unwrap();
            assert!(
                calls.iter().all(|&calls| calls == rounds)
                    && got.iter().zip(&want).all(|(a, b)| a.to_bits() == b.to_bits()),
                "{n} vertices, {workers} workers, {rounds} rounds. In the last round but one, a worker took {} steps on what \
                 both share (locks, atomics), and then the other one came, and did all that it could. So often `pull` was \
                 called for each vertex: {calls:?}; and the ranks are {got:?}, expected {want:?}.\n\
                 Does everybody wait until all have seen what this round has changed, before somebody writes over it?",
                place.steps()
            );
        }
    });
}

#[test]
fn a_panic_is_handed_on() {
    deadline("a vertex that can't be pulled", "who waits for a thread that has panicked", LIMIT, || {
        let edges: Vec<_> = (0..12).map(|v| (v, (v + 5) % 12)).collect();
        let (offsets, targets) = arrays(12, &edges);
        for (bad, workers) in [(0, 2), (6, 3), (11, 4)] {
            let outcome = caught(|| {
                pagerank(&offsets, &targets, DAMPING, 1e-3, workers, |v, sources, shares| {
                    if v == bad {
                        planted(format!("the check lets vertex {bad} panic"));
                    }
                    sum(v, sources, shares)
                })
            });
            assert!(
                outcome.is_err(),
                "`pull` panicked for vertex {bad} of 12, and `pagerank` with {workers} workers returned as if nothing had \
                 happened.\n`join` gives an `Err` when the thread has panicked. Who looks at it?"
            );
        }
    });
}
