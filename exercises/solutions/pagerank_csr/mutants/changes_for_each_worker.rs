//! Each worker adds up the changes of its own vertices: with another number of workers the sum is rounded differently, and one
//! day the rounds end one earlier.

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
        let shares: Vec<f64> = (0..n).map(|v| if degree(v) == 0 { 0.0 } else { ranks[v] / degree(v) as f64 }).collect();

        let compute = |v: usize| anew + damping * pull(v, &sources[begins[v]..begins[v + 1]], &shares);
        let compute = &compute;
        let mut new = vec![0.0; n];
        let change: f64 = thread::scope(|scope| {
            let mut changes = Vec::new();
            for (i, new) in new.chunks_mut(band).enumerate() {
                let ranks = &ranks;
                changes.push(scope.spawn(move || {
                    let mut change = 0.0;
                    for (v, new) in (i * band..).zip(new) {
                        *new = compute(v);
                        change += (*new - ranks[v]).abs();
                    }
                    change
                }));
            }
            changes.into_iter().map(|change| change.join().expect("`pull` panicked")).sum()
        });

        ranks = new;
        if change <= tolerance {
            return ranks;
        }
    }
}
