//! Graphs of any size, the same on every machine.

use crate::Csr;
use rand::{RngExt, SeedableRng};

/// A graph of `vertices` vertices and `degree` times as many edges, drawn from `seed`, with a few vertices that have
/// very many and many that have none: like the web, or like who knows whom.
///
/// *R-MAT*: each edge is thrown into the table of all pairs of vertices by choosing a quarter of it, then a quarter of
/// that, and so on, with probabilities of 0.57, 0.19, 0.19 and 0.05 (Chakrabarti, Zhan and Faloutsos 2004; these are
/// the Graph 500 benchmark's). Afterwards the vertices are numbered anew at random, so that a large number says nothing
/// about a vertex. Self loops and repeated edges stay.
pub fn r_mat(vertices: usize, degree: usize, seed: u64) -> Csr {
    let mut throws = Throws::new(vertices, seed);
    let edges = edge_count(vertices, degree);
    let mut thrown: Vec<_> = throws.by_ref().take(edges).collect();
    let name = throws.names();
    for (from, to) in &mut thrown {
        (*from, *to) = (name[*from as usize], name[*to as usize]);
    }
    Csr::from_edges(vertices, &thrown)
        .expect("what is outside was thrown again")
}

/// The edges of [`r_mat`], one after another, for those who can't hold them all. Takes twice as long, and no more
/// memory than a number for each vertex.
pub fn r_mat_edges(
    vertices: usize,
    degree: usize,
    seed: u64,
) -> impl Iterator<Item = (u32, u32)> {
    let edges = edge_count(vertices, degree);
    // The names are drawn after the edges.
    let mut first = Throws::new(vertices, seed);
    first.by_ref().take(edges).for_each(drop);
    let name = first.names();
    let named = move |(from, to): (u32, u32)| {
        (name[from as usize], name[to as usize])
    };
    Throws::new(vertices, seed).take(edges).map(named)
}

/// How many edges are thrown.
fn edge_count(vertices: usize, degree: usize) -> usize {
    if vertices == 0 { 0 } else { vertices * degree }
}

/// Edges, thrown without end.
struct Throws {
    rng: rand_pcg::Pcg64Mcg,
    vertices: usize,
}

impl Throws {
    fn new(vertices: usize, seed: u64) -> Self {
        Self { rng: rand_pcg::Pcg64Mcg::seed_from_u64(seed), vertices }
    }

    /// One edge of a table that has a power of two of rows.
    fn edge(&mut self) -> (u32, u32) {
        let bits = self.vertices.next_power_of_two().trailing_zeros();
        let (mut from, mut to) = (0_u32, 0_u32);
        for _ in 0..bits {
            let (down, right) = match self.rng.random_range(0..100_u32) {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (2 * from + down, 2 * to + right);
        }
        (from, to)
    }

    /// A new name for each vertex: Fisher and Yates' shuffle.
    fn names(mut self) -> Vec<u32> {
        let mut name: Vec<u32> = (0..self.vertices as u32).collect();
        for last in (1..self.vertices).rev() {
            name.swap(last, self.rng.random_range(0..=last));
        }
        name
    }
}

impl Iterator for Throws {
    type Item = (u32, u32);

    /// What falls outside is thrown again.
    fn next(&mut self) -> Option<(u32, u32)> {
        loop {
            let (from, to) = self.edge();
            if (from.max(to) as usize) < self.vertices {
                return Some((from, to));
            }
        }
    }
}

/// The most uneven work there is: a path along the first sixteenth of the vertices (at most 100), and from its last
/// vertex, the hub, an edge to every other vertex and one back from each. Behind them stand a few vertices that nobody
/// leads to, one in sixteen.
pub fn path_and_hub(vertices: usize) -> Csr {
    let hub = (vertices / 16).min(100);
    let reached = vertices - vertices / 16;
    let path = (0..hub).map(|v| (v, v + 1));
    let star = (hub + 1..reached).flat_map(|v| [(hub, v), (v, hub)]);
    let edges: Vec<_> = path
        .chain(star)
        .map(|(from, to)| (from as u32, to as u32))
        .collect();
    Csr::from_edges(vertices, &edges)
        .expect("all are below the number of vertices")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_as_asked() {
        for vertices in [0, 1, 2, 3, 100, 128] {
            let graph = r_mat(vertices, 8, 7);
            assert_eq!(
                (graph.len(), graph.edge_count()),
                (vertices, 8 * vertices)
            );
            assert_eq!(path_and_hub(vertices).len(), vertices);
        }
    }

    #[test]
    fn r_mat_is_the_same_again_and_uneven() {
        let graph = r_mat(1000, 16, 7);
        assert_eq!(graph, r_mat(1000, 16, 7));
        assert_ne!(graph, r_mat(1000, 16, 8));
        let mut degrees: Vec<_> =
            (0..1000).map(|v| graph.degree(v)).collect();
        degrees.sort_unstable();
        assert!(
            degrees[999] > 10 * 16,
            "the largest degree is {}",
            degrees[999]
        );
        assert!(
            degrees[500] < 12,
            "half have a degree below {}",
            degrees[500]
        );
    }

    #[test]
    fn the_edges_one_after_another_are_the_same() {
        for vertices in [0, 1, 3, 100, 1000] {
            let edges: Vec<_> = r_mat_edges(vertices, 8, 7).collect();
            let graph = Csr::from_edges(vertices, &edges).unwrap();
            assert_eq!(graph, r_mat(vertices, 8, 7), "{vertices} vertices");
        }
    }

    #[test]
    fn the_hub_stands_at_the_end_of_the_path() {
        let graph = path_and_hub(64);
        assert_eq!(graph.neighbours(3), [4]);
        assert_eq!(graph.degree(4), 60 - 5);
        assert_eq!(
            (graph.neighbours(59), graph.degree(60)),
            (&[4_u32] as &[_], 0)
        );
    }
}
