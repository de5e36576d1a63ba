//! A frontier that holds most of the graph is met from the other side: each unreached vertex looks for one neighbour in
//! it and stops at the first. After Beamer, Asanović and Patterson, *Direction-Optimizing Breadth-First Search* (2012).

use crate::claim::{atomic, claim};
use crate::{Search, UNREACHED};
use graph::Csr;
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// The vertices in a part: as many as there are bits in a word of a set.
const GRAIN: usize = 64;

/// Looking back pays when so many times the frontier's edges exceed all edges of vertices not reached yet; as in the
/// GAP benchmark's `bfs.cc`.
const ALPHA: usize = 15;

/// Writes the level of every vertex into `levels`.
pub fn run(
    search: &Search,
    workers: Workers,
    levels: &mut Shared<u32>,
) -> Result<(), Unavailable> {
    let mut frontier = Frontier::List(search.start(levels));
    let mut unexplored = search.graph.edge_count();
    let mut level = 0;
    pools::rayon(workers).install(|| {
        loop {
            let edges = frontier.edges(&search.graph);
            if edges == 0 {
                break;
            }
            level += 1;
            unexplored -= edges;
            frontier = if edges * ALPHA > unexplored {
                let marked = frontier.into_set(levels.len());
                Frontier::Set(look_back(search, &marked, level, levels))
            } else {
                let levels = atomic(levels);
                let list = frontier.into_list();
                let parts = list.par_chunks(GRAIN);
                Frontier::List(
                    parts
                        .flat_map_iter(|part| {
                            claim(&search.graph, part, level, levels)
                        })
                        .collect(),
                )
            };
        }
    });
    Ok(())
}

// ANCHOR: look_back
/// Marks the unreached vertices to which an edge leads from a marked one; they are at `level` now. Each is one thread's
/// alone: there is nothing to claim.
fn look_back(
    search: &Search,
    marked: &[u64],
    level: u32,
    levels: &mut [u32],
) -> Vec<u64> {
    let is_marked =
        |&v: &u32| marked[v as usize / GRAIN] >> (v % 64) & 1 == 1;
    let looks_back =
        |w: usize| search.incoming.neighbours(w).iter().any(is_marked);
    let parts = levels.par_chunks_mut(GRAIN).enumerate();
    parts
        .map(|(part, levels)| {
            let mut found = 0;
            for (bit, place) in levels.iter_mut().enumerate() {
                if *place == UNREACHED && looks_back(part * GRAIN + bit) {
                    *place = level;
                    found |= 1 << bit;
                }
            }
            found
        })
        .collect()
}
// ANCHOR_END: look_back

/// The vertices of a level: one after another, or as a set, in which vertex `v` is bit `v % 64` of word `v / 64`.
enum Frontier {
    List(Vec<u32>),
    Set(Vec<u64>),
}

impl Frontier {
    /// How many edges begin there.
    fn edges(&self, graph: &Csr) -> usize {
        match self {
            Self::List(list) => {
                list.iter().map(|&v| graph.degree(v as usize)).sum()
            }
            Self::Set(set) => {
                let words = set.par_iter().enumerate();
                words
                    .map(|(at, &word)| {
                        bits(at, word)
                            .map(|v| graph.degree(v as usize))
                            .sum::<usize>()
                    })
                    .sum()
            }
        }
    }

    fn into_list(self) -> Vec<u32> {
        match self {
            Self::List(list) => list,
            Self::Set(set) => {
                let words = set.into_par_iter().enumerate();
                words.flat_map_iter(|(at, word)| bits(at, word)).collect()
            }
        }
    }

    fn into_set(self, vertices: usize) -> Vec<u64> {
        match self {
            Self::Set(set) => set,
            Self::List(list) => {
                let mut set = vec![0; vertices.div_ceil(GRAIN)];
                for v in list {
                    set[v as usize / GRAIN] |= 1 << (v % 64);
                }
                set
            }
        }
    }
}

/// The vertices in word `at` of a set.
fn bits(at: usize, mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros())?;
        // Without its lowest bit.
        word &= word - 1;
        Some((at * GRAIN) as u32 + bit)
    })
}
