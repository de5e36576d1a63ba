//! Divides by the number of edges even where that is 0: such shares are infinite, and whoever looks at all shares sees it.

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
    let band = n.div_ceil(workers).max(1);
    let mut ranks = vec![1.0 / n as f64; n];
    loop {
        // Sums over all vertices are taken by one thread, from left to right: they are rounded alike every time.
        let dangling: f64 = (0..n).filter(|&v| degree(v) == 0).map(|v| ranks[v]).sum();
        let anew = (1.0 - damping + damping * dangling) / n as f64;
        let shares: Vec<f64> = (0..n).map(|v| ranks[v] / degree(v) as f64).collect();

        let compute = |v: usize| anew + damping * pull(v, &sources[begins[v]..begins[v + 1]], &shares);
        let compute = &compute;
        let mut new = vec![0.0; n];
        thread::scope(|scope| {
            for (i, new) in new.chunks_mut(band).enumerate() {
                scope.spawn(move || {
                    for (v, new) in (i * band..).zip(new) {
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
