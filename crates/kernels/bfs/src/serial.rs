//! One core goes through each frontier, vertex by vertex.

use crate::{Search, UNREACHED};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the level of every vertex into `levels`.
pub fn run(
    search: &Search,
    _: Workers,
    levels: &mut Shared<u32>,
) -> Result<(), Unavailable> {
    let mut frontier = search.start(levels);
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        let mut next = Vec::new();
        for &v in &frontier {
            for &w in search.graph.neighbours(v as usize) {
                if levels[w as usize] == UNREACHED {
                    levels[w as usize] = level;
                    next.push(w);
                }
            }
        }
        frontier = next;
    }
    Ok(())
}
