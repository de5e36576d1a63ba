//! A frontier that holds most of the graph is met from the other side: each unreached vertex looks for one neighbour in
//! it and stops at the first. After Beamer, Asanović and Patterson, *Direction-Optimizing Breadth-First Search* (2012).

use crate::claim::{atomic, claim};
use crate::{Search, UNREACHED};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// The vertices in a part.
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
    let mut frontier = search.start(levels);
    let mut unexplored = search.graph.edge_count();
    let mut level = 0;
    pools::rayon(workers).install(|| {
        while !frontier.is_empty() {
            level += 1;
            let edges: usize = frontier
                .iter()
                .map(|&v| search.graph.degree(v as usize))
                .sum();
            unexplored -= edges;
            frontier = if edges * ALPHA > unexplored {
                look_back(search, &frontier, level, levels)
            } else {
                let levels = atomic(levels);
                let parts = frontier.par_chunks(GRAIN);
                parts
                    .flat_map_iter(|part| {
                        claim(&search.graph, part, level, levels)
                    })
                    .collect()
            };
        }
    });
    Ok(())
}

// ANCHOR: look_back
/// The unreached vertices to which an edge leads from `frontier`; they are at `level` now. Each is one thread's alone:
/// there is nothing to claim.
fn look_back(
    search: &Search,
    frontier: &[u32],
    level: u32,
    levels: &mut [u32],
) -> Vec<u32> {
    let mut marked = vec![false; levels.len()];
    for &v in frontier {
        marked[v as usize] = true;
    }
    let looks_back = |w: usize| {
        search.incoming.neighbours(w).iter().any(|&v| marked[v as usize])
    };
    let parts = levels.par_chunks_mut(GRAIN).enumerate();
    parts
        .flat_map_iter(|(part, levels)| {
            let mut found = Vec::new();
            for (w, place) in (part * GRAIN..).zip(levels) {
                if *place == UNREACHED && looks_back(w) {
                    *place = level;
                    found.push(w as u32);
                }
            }
            found
        })
        .collect()
}
// ANCHOR_END: look_back
