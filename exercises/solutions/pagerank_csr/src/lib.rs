//! Rank the vertices of a graph, with the same bits for any number of workers.

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

/// Each worker pulls for a band of vertices.
///
/// # Panics
/// When `pull` does.
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
    // Rounded one by one, and not once for all: then no band is longer than another by more than one.
    let border = |worker: usize| worker * n / workers;
    let mut ranks = vec![1.0 / n as f64; n];
    loop {
        // Sums over all vertices are taken by one thread, from left to right: they are rounded alike every time.
        let dangling: f64 = (0..n).filter(|&v| degree(v) == 0).map(|v| ranks[v]).sum();
        let anew = (1.0 - damping + damping * dangling) / n as f64;
        let shares: Vec<f64> = (0..n).map(|v| if degree(v) == 0 { 0.0 } else { ranks[v] / degree(v) as f64 }).collect();

        let compute = |v: usize| anew + damping * pull(v, &sources[begins[v]..begins[v + 1]], &shares);
        let compute = &compute;
        let mut new = vec![0.0; n];
        thread::scope(|scope| {
            let mut rest = &mut new[..];
            for worker in 0..workers {
                let band;
                (band, rest) = rest.split_at_mut(border(worker + 1) - border(worker));
                scope.spawn(move || {
                    for (v, new) in (border(worker)..).zip(band) {
                        *new = compute(v);
                    }
                });
            }
        });

        let change: f64 = new.iter().zip(&ranks).map(|(new, old)| (new - old).abs()).sum();
        ranks = new;
        if change <= tolerance {
            return ranks;
        }
    }
}
