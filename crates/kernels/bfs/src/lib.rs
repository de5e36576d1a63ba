//! Breadth-first search: how many edges away from one vertex is every other? All vertices at one distance form a
//! *level*, and a level is found from the one before it, the *frontier*: its neighbours that nobody has reached yet.
//! Within a level the order doesn't matter, so that is what can be shared; the levels come one after another.
//!
//! This file states the problem once. Each file beside it answers only who finds which part of a level.

mod claim;
pub mod direction_optimizing_rayon;
pub mod rayon;
pub mod serial;
pub mod threads;

use graph::Csr;
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// A graph and where to begin.
pub struct Search {
    graph: Csr,
    incoming: Csr,
    source: usize,
}

impl Search {
    /// From `source`, a vertex of `graph`; in a graph of no vertices there is nothing to begin with.
    ///
    /// # Panics
    /// When `source` is no vertex of a graph that has some.
    pub fn new(graph: Csr, source: usize) -> Self {
        assert!(
            source < graph.len() || graph.is_empty(),
            "no vertex {source} among {}",
            graph.len()
        );
        Self { incoming: graph.transposed(), graph, source }
    }

    /// In an uneven graph of `vertices` vertices with eight edges each on average, the same on every machine; from the
    /// vertex that has most.
    pub fn uneven(vertices: usize, seed: u64) -> Self {
        let graph = graph::generate::r_mat(vertices, 8, seed);
        let source =
            (0..vertices).max_by_key(|&v| graph.degree(v)).unwrap_or(0);
        Self::new(graph, source)
    }

    /// In a graph with a long path, where every frontier is one vertex, and then a hub, whose frontier is nearly
    /// everything.
    pub fn path_and_hub(vertices: usize) -> Self {
        Self::new(graph::generate::path_and_hub(vertices), 0)
    }

    /// The graph that is searched.
    pub fn graph(&self) -> &Csr {
        &self.graph
    }

    /// The same with every edge turned round.
    pub fn incoming(&self) -> &Csr {
        &self.incoming
    }

    /// Nothing is reached but the source, at level 0. Returns the first frontier.
    fn start(&self, levels: &mut [u32]) -> Vec<u32> {
        levels.fill(UNREACHED);
        match levels.get_mut(self.source) {
            Some(level) => {
                *level = 0;
                vec![self.source as u32]
            }
            None => Vec::new(),
        }
    }
}

/// Whether two searches agree; if not, where they first differ. Levels are whole numbers, and there is one right
/// answer.
///
/// # Errors
/// A sentence that names the vertex and both levels.
pub fn agree(
    _: &Search,
    want: &[u32],
    got: &[u32],
    _: Precision,
) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!(
            "{} levels came back for {} vertices",
            got.len(),
            want.len()
        ));
    }
    match (0..want.len()).find(|&v| want[v] != got[v]) {
        None => Ok(()),
        Some(v) => Err(format!(
            "vertex {v}: expected {}, got {}",
            name(want[v]),
            name(got[v])
        )),
    }
}

fn name(level: u32) -> String {
    if level == UNREACHED {
        "unreached".into()
    } else {
        format!("level {level}")
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Search, Shared<u32>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    Variant::new(
        "direction_optimizing_rayon",
        Way::Rayon,
        Some("direction_optimizing_rayon"),
        direction_optimizing_rayon::run,
    ),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Search, Shared<u32>, u32> = Kernel {
    name: "bfs",
    size_is: "vertices (edges: eight times as many)",
    default_size: 262_144,
    test_sizes: &[0, 1, 8191, 16_384, 65_537],
    // The graph's edges, twice, each way once as pairs while they are made, and two levels of four bytes.
    bytes: |size| 160 * size,
    // Eight edges are looked along from each vertex, and each takes a comparison. A vertex is where its edges begin,
    // eight bytes, the edges themselves, four each, and a level that goes out.
    work: Some(|size| Work {
        operations: 8.0 * size as f64,
        bytes: 44.0 * size as f64,
        bits: 64,
    }),
    problem: |size, load| match load {
        Load::Usual => Search::uneven(size, 7),
        Load::Skewed => Search::path_and_hub(size),
    },
    answer: |search| Shared::zeroed(search.graph.len()),
    // Farther away than any vertex can be.
    spoilt: UNREACHED - 1,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    /// The levels of a small graph by every variant, for several workers.
    fn levels(
        vertices: usize,
        edges: &[(u32, u32)],
        source: usize,
    ) -> Vec<u32> {
        let search =
            Search::new(Csr::from_edges(vertices, edges).unwrap(), source);
        let mut all = Vec::new();
        for variant in VARIANTS {
            for workers in [1, 2, 3, 7] {
                let mut levels = Shared::zeroed(vertices);
                levels.fill(77);
                variant
                    .run(
                        &search,
                        Workers::new(workers).unwrap(),
                        &mut levels,
                    )
                    .unwrap();
                all.push((variant.name, levels.to_vec()));
            }
        }
        for (name, levels) in &all {
            assert_eq!(levels, &all[0].1, "{name}");
        }
        all.swap_remove(0).1
    }

    #[test]
    fn known_levels() {
        const NONE: u32 = UNREACHED;
        assert_eq!(levels(0, &[], 0), []);
        assert_eq!(levels(1, &[(0, 0)], 0), [0]);
        assert_eq!(levels(3, &[(0, 1), (1, 0), (2, 0)], 0), [0, 1, NONE]);
        // Two ways to 3, a repeated edge, a loop, and a way back.
        let diamond = [
            (0, 1),
            (0, 2),
            (0, 2),
            (1, 3),
            (2, 3),
            (3, 3),
            (3, 4),
            (4, 0),
        ];
        assert_eq!(levels(6, &diamond, 0), [0, 1, 1, 2, 3, NONE]);
        assert_eq!(levels(6, &diamond, 4), [1, 2, 2, 3, 0, NONE]);
    }

    #[test]
    fn a_long_path_and_a_star() {
        let path: Vec<_> = (0..3000).map(|v| (v, v + 1)).collect();
        assert_eq!(levels(3001, &path, 0), (0..=3000).collect::<Vec<_>>());
        let star: Vec<_> =
            (1..9000).flat_map(|v| [(0, v), (v, 0)]).collect();
        let from_a_tip = levels(9000, &star, 5);
        assert_eq!(
            (from_a_tip[5], from_a_tip[0], from_a_tip[8999]),
            (0, 1, 2)
        );
    }

    #[test]
    fn a_difference_is_named() {
        let search = Search::new(Csr::from_edges(2, &[]).unwrap(), 0);
        let difference =
            agree(&search, &[0, UNREACHED], &[0, 1], Precision::Double)
                .unwrap_err();
        assert_eq!(difference, "vertex 1: expected unreached, got level 1");
    }
}
