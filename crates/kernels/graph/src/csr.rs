//! Compressed sparse rows: a graph as two arrays.

use crate::Error;

// ANCHOR: csr
/// A directed graph. The vertices are the numbers below [`Csr::len`]; all neighbours of vertex 0 come first, then those
/// of vertex 1, and so on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csr {
    /// Where each vertex's neighbours begin, and behind the last vertex where they end: one more than there are
    /// vertices.
    offsets: Vec<usize>,
    /// Where each edge leads.
    targets: Vec<u32>,
}

impl Csr {
    /// The vertices to which an edge leads from `v`.
    #[inline]
    pub fn neighbours(&self, v: usize) -> &[u32] {
        &self.targets[self.offsets[v]..self.offsets[v + 1]]
    }
    // ANCHOR_END: csr

    /// A graph of two arrays: `offsets[v]..offsets[v + 1]` is where in `targets` the neighbours of vertex `v` stand.
    ///
    /// # Errors
    /// When the offsets don't begin with 0, fall, or don't end with the number of targets, or when an edge leads to no
    /// vertex.
    pub fn new(
        offsets: Vec<usize>,
        targets: Vec<u32>,
    ) -> Result<Self, Error> {
        match (offsets.first(), offsets.last()) {
            (Some(0), Some(&end)) if end == targets.len() => {}
            (first, last) => {
                let (first, last) = (first.copied(), last.copied());
                return Err(Error::Ends {
                    first,
                    last,
                    edges: targets.len(),
                });
            }
        }
        if let Some(vertex) =
            (1..offsets.len()).find(|&v| offsets[v] < offsets[v - 1])
        {
            return Err(Error::Falling {
                vertex,
                from: offsets[vertex - 1],
                to: offsets[vertex],
            });
        }
        let vertices = offsets.len() - 1;
        match targets.iter().position(|&target| target as usize >= vertices)
        {
            Some(edge) => {
                Err(Error::Target { edge, target: targets[edge], vertices })
            }
            None => Ok(Self { offsets, targets }),
        }
    }

    // ANCHOR: from_edges
    /// A graph of `vertices` vertices with these edges, `(from, to)`. Each vertex's neighbours stand in the order in
    /// which its edges came.
    ///
    /// # Errors
    /// When an edge begins or ends at no vertex.
    pub fn from_edges(
        vertices: usize,
        edges: &[(u32, u32)],
    ) -> Result<Self, Error> {
        let outside =
            |&(from, to): &(u32, u32)| from.max(to) as usize >= vertices;
        if let Some(edge) = edges.iter().position(outside) {
            let (from, to) = edges[edge];
            return Err(Error::Target {
                edge,
                target: from.max(to),
                vertices,
            });
        }
        // How many edges each vertex has, then where its edges begin: a scan. For now, `offsets[v + 1]` is where the
        // next edge of v goes.
        let mut offsets = vec![0; vertices + 2];
        for &(from, _) in edges {
            offsets[from as usize + 2] += 1;
        }
        for v in 2..offsets.len() {
            offsets[v] += offsets[v - 1];
        }
        let mut targets = vec![0; edges.len()];
        for &(from, to) in edges {
            let place = &mut offsets[from as usize + 1];
            targets[*place] = to;
            *place += 1;
        }
        // Each place has moved to where the next vertex's edges begin.
        offsets.pop();
        Ok(Self { offsets, targets })
    }
    // ANCHOR_END: from_edges

    /// The same edges, each turned round: the neighbours of `v` are then the vertices from which an edge leads to `v`,
    /// in rising order.
    pub fn transposed(&self) -> Self {
        let turned: Vec<(u32, u32)> =
            self.edges().map(|(from, to)| (to, from)).collect();
        Self::from_edges(self.len(), &turned)
            .expect("its edges lead to vertices")
    }

    /// All edges, `(from, to)`, those from vertex 0 first.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.len()).flat_map(|v| {
            self.neighbours(v).iter().map(move |&to| (v as u32, to))
        })
    }

    /// The number of vertices.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no vertices.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }

    /// How many edges begin at `v`.
    #[inline]
    pub fn degree(&self, v: usize) -> usize {
        self.offsets[v + 1] - self.offsets[v]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The small graph of the book.
    fn small() -> Csr {
        Csr::from_edges(
            5,
            &[(0, 1), (3, 4), (0, 2), (2, 0), (2, 2), (0, 2)],
        )
        .unwrap()
    }

    #[test]
    fn neighbours_stand_together() {
        let graph = small();
        let all: Vec<_> =
            (0..5).map(|v| graph.neighbours(v).to_vec()).collect();
        assert_eq!(
            all,
            [vec![1, 2, 2], vec![], vec![0, 2], vec![4], vec![]]
        );
        assert_eq!(
            (graph.len(), graph.edge_count(), graph.degree(0)),
            (5, 6, 3)
        );
        assert_eq!(
            Csr::new(vec![0, 3, 3, 5, 6, 6], vec![1, 2, 2, 0, 2, 4])
                .unwrap(),
            graph
        );
    }

    #[test]
    fn turned_round_twice_is_the_same() {
        let graph = small();
        let turned = graph.transposed();
        assert_eq!(turned.neighbours(2), [0, 0, 2]);
        assert_eq!(turned.neighbours(3), []);
        assert_eq!(turned.transposed(), graph);
    }

    #[test]
    fn nothing_and_one() {
        assert!(Csr::from_edges(0, &[]).unwrap().is_empty());
        assert_eq!(
            Csr::from_edges(0, &[]).unwrap(),
            Csr::new(vec![0], vec![]).unwrap()
        );
        let loops = Csr::from_edges(1, &[(0, 0), (0, 0)]).unwrap();
        assert_eq!(loops.neighbours(0), [0, 0]);
        assert_eq!(loops.transposed(), loops);
    }

    #[test]
    fn bad_arrays_are_refused() {
        let refused = |offsets: &[usize], targets: &[u32]| {
            Csr::new(offsets.to_vec(), targets.to_vec())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused(&[], &[]),
            "there are no offsets; even a graph without vertices has one, 0"
        );
        assert_eq!(
            refused(&[1, 2], &[0, 0]),
            "the offsets begin with 1 and end with 2; with 2 edges it must be 0 and 2"
        );
        assert_eq!(
            refused(&[0, 2], &[0]),
            "the offsets begin with 0 and end with 2; with 1 edges it must be 0 and 1"
        );
        assert_eq!(
            refused(&[0, 2, 1, 3], &[0, 1, 2]),
            "offset 2 is 1, below the one before it, 2"
        );
        assert_eq!(
            refused(&[0, 1, 2], &[1, 2]),
            "edge 1 is at vertex 2, but there are only 2 vertices"
        );
        let error = Csr::from_edges(2, &[(0, 1), (2, 0)]).unwrap_err();
        assert_eq!(
            error,
            Error::Target { edge: 1, target: 2, vertices: 2 }
        );
    }
}
