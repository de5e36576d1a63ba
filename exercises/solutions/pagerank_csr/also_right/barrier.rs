//! The same threads from the first round to the last, with a barrier between rounds. Ranks are atomics that one thread writes and others read.
//! Every thread adds up all vertices by itself: twice the work for the sums, and nobody waits for a sum.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;

/// Counts the edges to each vertex, adds up the counts, and deals the edges out.
pub fn incoming(offsets: &[usize], targets: &[u32]) -> (Vec<usize>, Vec<u32>) {
    let n = offsets.len() - 1;
    let mut begins = vec![0; n + 1];
    for &w in targets {
        begins[w as usize + 1] += 1;
    }
    for v in 0..n {
        begins[v + 1] += begins[v];
    }
    let mut next = begins.clone();
    let mut sources = vec![0; targets.len()];
    for v in 0..n {
        for &w in &targets[offsets[v]..offsets[v + 1]] {
            sources[next[w as usize]] = v as u32;
            next[w as usize] += 1;
        }
    }
    (begins, sources)
}

/// Threads are started once.
pub fn pagerank(
    offsets: &[usize],
    targets: &[u32],
    damping: f64,
    tolerance: f64,
    workers: usize,
    pull: impl Fn(usize, &[u32], &[f64]) -> f64 + Sync,
) -> Vec<f64> {
    let n = offsets.len() - 1;
    let (begins, sources) = incoming(offsets, targets);
    let degree = |v: usize| offsets[v + 1] - offsets[v];
    let border = |worker: usize| worker * n / workers;
    let ranks: [Vec<AtomicU64>; 2] =
        [(); 2].map(|()| (0..n).map(|_| AtomicU64::new((1.0 / n as f64).to_bits())).collect());
    let rank = |round: usize, v: usize| f64::from_bits(ranks[round % 2][v].load(Relaxed));
    let panicked = AtomicBool::new(false);
    let (barrier, last) = (Barrier::new(workers), AtomicU64::new(0));
    thread::scope(|scope| {
        for band in (0..workers).map(|worker| border(worker)..border(worker + 1)) {
            let (ranks, rank, pull, panicked) = (&ranks, &rank, &pull, &panicked);
            let (begins, sources, degree, barrier, last) = (&begins, &sources, &degree, &barrier, &last);
            scope.spawn(move || {
                for round in 0.. {
                    let dangling: f64 = (0..n).filter(|&v| degree(v) == 0).map(|v| rank(round, v)).sum();
                    let anew = (1.0 - damping + damping * dangling) / n as f64;
                    let share = |v| if degree(v) == 0 { 0.0 } else { rank(round, v) / degree(v) as f64 };
                    let shares: Vec<f64> = (0..n).map(share).collect();
                    let mine = panic::catch_unwind(AssertUnwindSafe(|| {
                        for v in band.clone() {
                            let new = anew + damping * pull(v, &sources[begins[v]..begins[v + 1]], &shares);
                            ranks[(round + 1) % 2][v].store(new.to_bits(), Relaxed);
                        }
                    }));
                    // A thread that panics still comes to the barrier, or the others would wait for it for ever.
                    panicked.fetch_or(mine.is_err(), Relaxed);
                    barrier.wait();
                    if let Err(panic) = mine {
                        panic::resume_unwind(panic);
                    }
                    let change: f64 = (0..n).map(|v| (rank(round + 1, v) - rank(round, v)).abs()).sum();
                    if change <= tolerance || panicked.load(Relaxed) {
                        last.store(round as u64 + 1, Relaxed);
                        return;
                    }
                    barrier.wait();
                }
            });
        }
    });
    (0..n).map(|v| rank(last.load(Relaxed) as usize, v)).collect()
}
