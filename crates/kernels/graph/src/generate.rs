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
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
    let bits = vertices.next_power_of_two().trailing_zeros();
    let mut edge = || {
        let (mut from, mut to) = (0_u32, 0_u32);
        for _ in 0..bits {
            let (down, right) = match rng.random_range(0..100_u32) {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (2 * from + down, 2 * to + right);
        }
        (from, to)
    };
    let edges = if vertices == 0 { 0 } else { vertices * degree };
    // A table has 2^bits rows; what falls outside is thrown again.
    let inside =
        |&(from, to): &(u32, u32)| (from.max(to) as usize) < vertices;
    let mut thrown: Vec<_> = std::iter::repeat_with(&mut edge)
        .filter(inside)
        .take(edges)
        .collect();

    // Fisher and Yates' shuffle.
    let mut name: Vec<u32> = (0..vertices as u32).collect();
    for last in (1..vertices).rev() {
        name.swap(last, rng.random_range(0..=last));
    }
    for (from, to) in &mut thrown {
        (*from, *to) = (name[*from as usize], name[*to as usize]);
    }
    Csr::from_edges(vertices, &thrown)
        .expect("what is outside was thrown again")
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
