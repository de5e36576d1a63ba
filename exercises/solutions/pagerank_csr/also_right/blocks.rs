//! Blocks of four vertices, whoever is free takes the next one; each block also adds up its own part of both sums.

use std::sync::Mutex;
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

/// Sums by block, in the order of the blocks: the number of workers plays no part.
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
    let share = |v: usize, rank: f64| if degree(v) == 0 { 0.0 } else { rank / degree(v) as f64 };
    let mut ranks = vec![1.0 / n as f64; n];
    let mut shares: Vec<f64> = (0..n).map(|v| share(v, ranks[v])).collect();
    let mut dangling: f64 = (0..n).filter(|&v| degree(v) == 0).map(|v| ranks[v]).sum();
    loop {
        let anew = (1.0 - damping + damping * dangling) / n as f64;
        let mut next = vec![0.0; n];
        let mut sums = vec![(0.0, 0.0); n.div_ceil(4)];
        let blocks = ranks.chunks_mut(4).zip(next.chunks_mut(4)).zip(&mut sums).enumerate();
        let blocks = Mutex::new(blocks);
        let take = || blocks.lock().unwrap().next();
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some((block, ((ranks, next), sums))) = take() {
                        for (v, (rank, next)) in (4 * block..).zip(ranks.iter_mut().zip(next)) {
                            let new = anew + damping * pull(v, &sources[begins[v]..begins[v + 1]], &shares);
                            sums.0 += (new - *rank).abs();
                            sums.1 += if degree(v) == 0 { new } else { 0.0 };
                            *next = share(v, new);
                            *rank = new;
                        }
                    }
                });
            }
        });
        shares = next;
        dangling = sums.iter().map(|sums| sums.1).sum();
        if sums.iter().map(|sums| sums.0).sum::<f64>() <= tolerance {
            return ranks;
        }
    }
}
