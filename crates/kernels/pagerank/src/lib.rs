//! PageRank: somebody walks through a graph, along an edge chosen at random from those of the vertex they are at. Now
//! and then, and wherever no edge leads on, they begin anew at any vertex. Which share of the time are they at each?
//! (Page, Brin, Motwani and Winograd 1999.)
//!
//! The shares of one round follow from those of the round before: each vertex *pulls* what comes along its incoming
//! edges. This file states the problem once. Each file beside it answers only who computes which vertices.

pub mod rayon;
pub mod serial;
pub mod threads;

use graph::Csr;
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// How likely the walker is to follow an edge instead of beginning anew.
pub const DAMPING: f64 = 0.85;

/// A round that moves no more than this much of the time is the last one.
pub const TOLERANCE: f64 = 1e-6;

/// The vertices in a block. Sums are taken block by block, and in the order of the blocks, whoever computes them: so
/// they are rounded alike.
pub const BLOCK: usize = 1024;

/// How many edges the made-up web has for each vertex.
pub const DEGREE: usize = 8;

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

    /// Of `vertices` vertices with [`DEGREE`] edges each on average, some with very many; the same on every machine.
    pub fn uneven(vertices: usize, seed: u64) -> Self {
        Self::new(&graph::generate::r_mat(vertices, DEGREE, seed))
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
        let mut ranks = vec![0.0; self.len()];
        let mut round = Round::first(self, &mut ranks);
        for number in 1.. {
            round.blocks(&mut ranks).into_iter().for_each(Block::compute);
            if round.change() <= TOLERANCE {
                return number;
            }
            round.advance();
        }
        unreachable!("the ranks come closer with every round")
    }
}

/// One round of all vertices.
struct Round<'a> {
    web: &'a Web,
    /// The ranks of those from which no edge leads on, before this round.
    dangling: f64,
    /// What every vertex sent along each of its edges in the round before.
    shares: Vec<f64>,
    /// What every vertex sends along each of its edges in this one.
    next: Vec<f64>,
    /// What each block adds up.
    sums: Vec<Sums>,
}

impl<'a> Round<'a> {
    /// The first one. All have the same rank.
    fn first(web: &'a Web, ranks: &mut [f64]) -> Self {
        let n = web.len() as f64;
        ranks.fill(1.0 / n);
        let leads_nowhere = web.degree.iter().filter(|&&d| d == 0);
        Self {
            web,
            dangling: leads_nowhere.count() as f64 / n,
            shares: web.degree.iter().map(|&d| share(1.0 / n, d)).collect(),
            next: vec![0.0; web.len()],
            sums: vec![Sums::default(); web.len().div_ceil(BLOCK)],
        }
    }

    /// The vertices with their `ranks`, to be computed in whatever order.
    fn blocks<'r>(&'r mut self, ranks: &'r mut [f64]) -> Vec<Block<'r>> {
        let anew = anew(self.dangling, self.web.len());
        let parts = ranks
            .chunks_mut(BLOCK)
            .zip(self.next.chunks_mut(BLOCK))
            .zip(&mut self.sums);
        let block = |(i, ((ranks, next), sums))| Block {
            web: self.web,
            first: i * BLOCK,
            anew,
            shares: &self.shares,
            ranks,
            next,
            sums,
        };
        parts.enumerate().map(block).collect()
    }

    /// How much the ranks changed in this round, once all blocks are computed.
    fn change(&self) -> f64 {
        self.sums.iter().map(|sums| sums.change).sum()
    }

    /// Goes on to the next round.
    fn advance(&mut self) {
        std::mem::swap(&mut self.shares, &mut self.next);
        self.dangling = self.sums.iter().map(|sums| sums.dangling).sum();
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
    /// Computes our ranks. Nobody else writes them, and what it takes from others, nobody writes in this round.
    fn compute(self) {
        let mut sums = Sums::default();
        for (v, (old, next)) in
            (self.first..).zip(self.ranks.iter_mut().zip(self.next))
        {
            let incoming = self.web.incoming.neighbours(v);
            let shares = incoming.iter().map(|&u| self.shares[u as usize]);
            let new = rank(self.anew, shares);
            sums.change += (new - *old).abs();
            *old = new;
            let degree = self.web.degree[v];
            *next = share(new, degree);
            if degree == 0 {
                sums.dangling += new;
            }
        }
        *self.sums = sums;
    }
}

/// What every one of `vertices` vertices gets from those who begin anew; `dangling` is the ranks of those from which no
/// edge leads on.
pub fn anew(dangling: f64, vertices: usize) -> f64 {
    (1.0 - DAMPING + DAMPING * dangling) / vertices as f64
}

/// The rank of a vertex along whose incoming edges these `shares` come.
#[inline]
pub fn rank(anew: f64, shares: impl Iterator<Item = f64>) -> f64 {
    anew + DAMPING * shares.sum::<f64>()
}

/// What goes along each of `degree` edges.
#[inline]
pub fn share(rank: f64, degree: u32) -> f64 {
    if degree == 0 { 0.0 } else { rank / f64::from(degree) }
}
// ANCHOR_END: block

/// Whether two answers agree; if not, where they first differ. They must be equal to the last bit: every variant adds
/// the same numbers in the same order.
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
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Web, Shared<f64>, f64> = Kernel {
    name: "pagerank",
    size_is: "vertices (edges: eight times as many)",
    default_size: 131_072,
    test_sizes: &[0, 1, 8191, 16_384, 65_537],
    // The graph's edges, twice, each way once as pairs while they are made, and two ranks and two shares of eight bytes
    // each.
    bytes: |size| 192 * size,
    // In each round an addition for each edge, and for each vertex five operations: with the damping, the change, the
    // share. A vertex is where its edges begin, the edges, how many lead on, and a rank that goes out.
    work: Some(|size| {
        let web = Web::uneven(size, 7);
        let (edges, vertices) = (web.edges() as f64, size as f64);
        Work {
            operations: web.rounds_needed() as f64
                * (edges + 5.0 * vertices),
            bytes: 4.0 * edges + 20.0 * vertices,
            bits: 64,
        }
    }),
    problem: |size, load| match load {
        Load::Usual => Web::uneven(size, 7),
        Load::Skewed => Web::path_and_hub(size),
    },
    answer: |web| Shared::zeroed(web.len()),
    spoilt: f64::NAN,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    fn ranks(vertices: usize, edges: &[(u32, u32)]) -> Vec<f64> {
        let web = Web::new(&Csr::from_edges(vertices, edges).unwrap());
        let mut ranks = Shared::zeroed(vertices);
        serial::run(&web, Workers::ONE, &mut ranks).unwrap();
        ranks.to_vec()
    }

    fn assert_close(got: &[f64], want: &[f64]) {
        // What is left to do after the last round: the rounds to come, each at most DAMPING times the one before.
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
        // Everybody goes to 0, which goes nowhere: x = a + 2da, 2a = 1 - x with a = (1 - d + d·x) / 3.
        let a = 1.0 / (3.0 + 2.0 * DAMPING);
        assert_close(&ranks(3, &[(1, 0), (2, 0)]), &[1.0 - 2.0 * a, a, a]);
    }

    #[test]
    fn nothing_is_lost() {
        let web = Web::uneven(5000, 7);
        assert!(web.degree.contains(&0), "some vertices lead nowhere");
        let mut ranks = Shared::zeroed(5000);
        for variant in VARIANTS {
            variant
                .run(&web, Workers::new(3).unwrap(), &mut ranks)
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
