//! PageRank: somebody walks through a graph, along an edge chosen at random
//! from those of the vertex they are at. Now and then, and wherever no edge
//! leads on, they begin anew at any vertex. Which share of the time are
//! they at each? (Page, Brin, Motwani and Winograd 1999.)
//!
//! The shares of one round follow from those of the round before: each
//! vertex *pulls* what comes along its incoming edges. This file states the
//! problem once. Each file beside it answers only who computes which
//! vertices.

pub mod rayon;
pub mod serial;
pub mod threads;

use graph::Csr;
use shared::Shared;
use std::cell::Cell;
use variant::{Precision, Unavailable, Variant, Way, Workers};

/// How likely the walker is to follow an edge instead of beginning anew.
pub const DAMPING: f64 = 0.85;

/// A round that moves no more than this much of the time is the last one.
pub const TOLERANCE: f64 = 1e-6;

/// The vertices in a block. Sums are taken block by block, and in the order
/// of the blocks, whoever computes them: so they are rounded alike.
const BLOCK: usize = 1024;

/// A graph, as those need it who pull.
pub struct Web {
    incoming: Csr,
    /// How many edges begin at each vertex.
    degree: Vec<u32>,
}

impl Web {
    /// The web of `graph`, whose edges lead from each vertex onwards.
    pub fn new(graph: &Csr) -> Self {
        let degree =
            (0..graph.len()).map(|v| graph.degree(v) as u32).collect();
        Self { incoming: graph.transposed(), degree }
    }

    /// Of `vertices` vertices with eight edges each on average, some with
    /// very many; the same on every machine.
    pub fn uneven(vertices: usize, seed: u64) -> Self {
        Self::new(&graph::generate::r_mat(vertices, 8, seed))
    }

    /// Nearly all edges lead to, or come from, one vertex.
    pub fn path_and_hub(vertices: usize) -> Self {
        Self::new(&graph::generate::path_and_hub(vertices))
    }

    /// The number of vertices.
    pub fn len(&self) -> usize {
        self.degree.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.degree.is_empty()
    }

    /// The number of edges.
    pub fn edges(&self) -> usize {
        self.incoming.edge_count()
    }

    /// How many rounds it takes until the ranks stay.
    pub fn rounds_needed(&self) -> usize {
        let rounds = Cell::new(0);
        self.rounds(&mut vec![0.0; self.len()], |blocks| {
            rounds.set(rounds.get() + 1);
            blocks.into_iter().for_each(Block::compute);
        });
        rounds.get()
    }

    /// Round after round until the ranks stay, each round's blocks computed
    /// by `all`, in whatever order.
    fn rounds(&self, ranks: &mut [f64], all: impl Fn(Vec<Block>)) {
        let n = self.len() as f64;
        ranks.fill(1.0 / n);
        let mut dangling =
            self.degree.iter().filter(|&&d| d == 0).count() as f64 / n;
        let mut shares: Vec<f64> =
            self.degree.iter().map(|&d| share(1.0 / n, d)).collect();
        let mut next = vec![0.0; shares.len()];
        let mut sums = vec![Sums::default(); shares.len().div_ceil(BLOCK)];
        loop {
            let anew = (1.0 - DAMPING + DAMPING * dangling) / n;
            let parts = ranks
                .chunks_mut(BLOCK)
                .zip(next.chunks_mut(BLOCK))
                .zip(&mut sums);
            let block = |(i, ((ranks, next), sums))| Block {
                web: self,
                first: i * BLOCK,
                anew,
                shares: &shares,
                ranks,
                next,
                sums,
            };
            all(parts.enumerate().map(block).collect());
            std::mem::swap(&mut shares, &mut next);
            dangling = sums.iter().map(|sums| sums.dangling).sum();
            let change: f64 = sums.iter().map(|sums| sums.change).sum();
            if change <= TOLERANCE {
                return;
            }
        }
    }
}

// ANCHOR: block
/// Some vertices in one round.
struct Block<'a> {
    web: &'a Web,
    /// The first of them.
    first: usize,
    /// What every vertex gets from those who begin anew.
    anew: f64,
    /// What every vertex sent along each of its edges in the round before.
    shares: &'a [f64],
    /// Our ranks, those of the round before.
    ranks: &'a mut [f64],
    /// What our vertices send along each of their edges.
    next: &'a mut [f64],
    sums: &'a mut Sums,
}

/// What must be known of all vertices together.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// How much the ranks changed.
    change: f64,
    /// The ranks of those from which no edge leads on.
    dangling: f64,
}

impl Block<'_> {
    /// Computes our ranks. Nobody else writes them, and what it takes from
    /// others, nobody writes in this round.
    fn compute(self) {
        let mut sums = Sums::default();
        for (v, (rank, next)) in
            (self.first..).zip(self.ranks.iter_mut().zip(self.next))
        {
            let incoming = self.web.incoming.neighbours(v);
            let pulled: f64 =
                incoming.iter().map(|&u| self.shares[u as usize]).sum();
            let new = self.anew + DAMPING * pulled;
            sums.change += (new - *rank).abs();
            *rank = new;
            let degree = self.web.degree[v];
            *next = share(new, degree);
            if degree == 0 {
                sums.dangling += new;
            }
        }
        *self.sums = sums;
    }
}
// ANCHOR_END: block

/// What goes along each of `degree` edges.
fn share(rank: f64, degree: u32) -> f64 {
    if degree == 0 { 0.0 } else { rank / f64::from(degree) }
}

/// Whether two answers agree; if not, where they first differ. They must be
/// equal to the last bit: every variant adds the same numbers in the same
/// order.
///
/// # Errors
/// A sentence that names the vertex and both ranks.
pub fn agree(
    _: &Web,
    want: &[f64],
    got: &[f64],
    _: Precision,
) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!(
            "{} ranks came back for {} vertices",
            got.len(),
            want.len()
        ));
    }
    match (0..want.len()).find(|&v| want[v].to_bits() != got[v].to_bits()) {
        None => Ok(()),
        Some(v) => Err(format!(
            "vertex {v}: expected {:e}, got {:e}",
            want[v], got[v]
        )),
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Web, Shared<f64>>] = &[
    variant("serial", Way::Serial, None, serial::run),
    variant("threads", Way::Threads, Some("serial"), threads::run),
    variant("rayon", Way::Rayon, Some("serial"), rayon::run),
];

type Run = fn(&Web, Workers, &mut Shared<f64>) -> Result<(), Unavailable>;

const fn variant(
    name: &'static str,
    way: Way,
    baseline: Option<&'static str>,
    run: Run,
) -> Variant<Web, Shared<f64>> {
    Variant { name, way, baseline, precision: Precision::Double, run }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(vertices: usize, edges: &[(u32, u32)]) -> Vec<f64> {
        let web = Web::new(&Csr::from_edges(vertices, edges).unwrap());
        let mut ranks = Shared::zeroed(vertices);
        serial::run(&web, Workers::ONE, &mut ranks).unwrap();
        ranks.to_vec()
    }

    fn assert_close(got: &[f64], want: &[f64]) {
        // What is left to do after the last round: the rounds to come, each
        // at most DAMPING times the one before.
        let allowed = TOLERANCE * DAMPING / (1.0 - DAMPING);
        let off: f64 = got
            .iter()
            .zip(want)
            .map(|(got, want)| (got - want).abs())
            .sum();
        assert!(
            got.len() == want.len() && off <= allowed,
            "{got:?} is {off:e} from {want:?}"
        );
    }

    #[test]
    fn ranks_known_from_a_pencil() {
        assert_close(&ranks(0, &[]), &[]);
        assert_close(&ranks(1, &[]), &[1.0]);
        assert_close(&ranks(3, &[]), &[1.0 / 3.0; 3]);
        assert_close(
            &ranks(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]),
            &[0.25; 4],
        );
        // Everybody goes to 0, which goes nowhere: x = a + 2da, 2a = 1 - x
        // with a = (1 - d + d·x) / 3.
        let a = 1.0 / (3.0 + 2.0 * DAMPING);
        assert_close(&ranks(3, &[(1, 0), (2, 0)]), &[1.0 - 2.0 * a, a, a]);
    }

    #[test]
    fn nothing_is_lost() {
        let web = Web::uneven(5000, 7);
        assert!(web.degree.contains(&0), "some vertices lead nowhere");
        let mut ranks = Shared::zeroed(5000);
        for variant in VARIANTS {
            (variant.run)(&web, Workers::new(3).unwrap(), &mut ranks)
                .unwrap();
            let sum: f64 = ranks.iter().sum();
            assert!((sum - 1.0).abs() < 1e-12, "{}: {sum}", variant.name);
        }
    }

    #[test]
    fn a_difference_is_named() {
        let web = Web::uneven(1, 7);
        let difference =
            agree(&web, &[1.0], &[1.0 - f64::EPSILON], Precision::Double)
                .unwrap_err();
        assert!(
            difference.starts_with("vertex 0: expected 1e0, got 9.9999"),
            "{difference}"
        );
    }
}
