//! What one worker holds of a graph: its own vertices, and all edges that lead to them.

use pagerank::BLOCK;
use std::ops::Range;

/// A worker's part of a web of pages.
#[derive(Default)]
pub struct Part {
    /// The number of vertices of the whole.
    pub vertices: usize,
    /// Ours: whole blocks of the kernel's, side by side.
    pub own: Range<usize>,
    /// How many edges begin at each of ours.
    pub degree: Vec<u32>,
    /// Where in `sources` those of each of ours begin, and where the last one's end.
    offsets: Vec<usize>,
    /// Where the edges come from that lead to ours.
    sources: Vec<u32>,
    /// For each worker, which of our vertices have an edge to one of its.
    pub wanted: Vec<Vec<u32>>,
}

impl Part {
    /// The part of worker `me` of `workers`, from a stream of all edges, of which only the part is kept.
    pub fn new(vertices: usize, edges: impl Iterator<Item = (u32, u32)>, me: usize, workers: usize) -> Self {
        let own = range(vertices, me, workers);
        let mut degree = vec![0; own.len()];
        let mut wanted = vec![vec![false; own.len()]; workers];
        let mut incoming = Vec::new();
        for (from, to) in edges {
            if own.contains(&(from as usize)) {
                let from = from as usize - own.start;
                degree[from] += 1;
                wanted[owner(vertices, to as usize, workers)][from] = true;
            }
            if own.contains(&(to as usize)) {
                incoming.push((to, from));
            }
        }
        // By target, then by source: the order in which the kernel adds up.
        incoming.sort_unstable();
        let ends = own.clone().map(|v| incoming.partition_point(|&(to, _)| to as usize <= v));
        let offsets = std::iter::once(0).chain(ends).collect();
        let sources = incoming.into_iter().map(|(_, from)| from).collect();
        let numbers =
            |wanted: Vec<bool>| own.clone().map(|v| v as u32).zip(wanted).filter_map(|(v, is)| is.then_some(v));
        let wanted = wanted.into_iter().map(|wanted| numbers(wanted).collect()).collect();
        Self { vertices, degree, offsets, sources, wanted, own }
    }

    /// The vertices from which an edge leads to `v`, one of ours, in rising order.
    pub fn incoming(&self, v: usize) -> &[u32] {
        let v = v - self.own.start;
        &self.sources[self.offsets[v]..self.offsets[v + 1]]
    }

    /// Our blocks, each with its number.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
        let own = self.own.clone();
        let block = move |begin: usize| (begin / BLOCK, begin..own.end.min(begin + BLOCK));
        self.own.clone().step_by(BLOCK).map(block)
    }
}

/// Which vertices worker `me` owns.
fn range(vertices: usize, me: usize, workers: usize) -> Range<usize> {
    let blocks = vertices.div_ceil(BLOCK);
    let begin = |worker: usize| ((blocks * worker).div_ceil(workers) * BLOCK).min(vertices);
    begin(me)..begin(me + 1)
}

/// Who owns vertex `v`.
fn owner(vertices: usize, v: usize, workers: usize) -> usize {
    v / BLOCK * workers / vertices.div_ceil(BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vertex_has_one_owner_and_it_is_the_right_one() {
        for vertices in [0, 1, 1024, 1025, 10_000] {
            for workers in [1, 2, 3, 7, 20] {
                let owners: Vec<_> =
                    (0..workers).flat_map(|me| range(vertices, me, workers).map(move |v| (v, me))).collect();
                let want: Vec<_> = (0..vertices).map(|v| (v, owner(vertices, v, workers))).collect();
                assert_eq!(owners, want, "{vertices} vertices, {workers} workers");
            }
        }
    }

    #[test]
    fn the_parts_are_the_graph() {
        let edges = || graph::generate::r_mat_edges(5000, 8, 7);
        let whole = graph::generate::r_mat(5000, 8, 7);
        let incoming = whole.transposed();
        for workers in [1, 3] {
            for me in 0..workers {
                let part = Part::new(5000, edges(), me, workers);
                for v in part.own.clone() {
                    assert_eq!(part.incoming(v), incoming.neighbours(v));
                    assert_eq!(part.degree[v - part.own.start] as usize, whole.degree(v));
                    for (peer, wanted) in part.wanted.iter().enumerate() {
                        let leads = whole.neighbours(v).iter().any(|&to| owner(5000, to as usize, workers) == peer);
                        assert_eq!(wanted.binary_search(&(v as u32)).is_ok(), leads, "{v} is wanted by {peer}");
                    }
                }
            }
        }
    }
}
