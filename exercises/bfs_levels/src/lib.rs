//! Search a graph level by level, and share each level between several threads.
//!
//! The *level* of a vertex is the number of edges on a shortest way to it from the source: 0 for the source, 1 for its
//! neighbours, 2 for those of their neighbours that can't be reached in fewer steps. All vertices of one level are the
//! *frontier* from which the next one is found. You write [`levels`]. For example, with the edges 0→1, 0→2, 1→3, 2→3,
//! 3→0 and five vertices, from source 0:
//!
//! ```text
//! levels(5, 0, 2, neighbours) == [0, 1, 1, 2, UNREACHED]
//! ```
//!
//! Vertex 3 can be found from 1 and from 2, perhaps by two threads in the same moment. Only one of them may put it
//! into the next frontier. Call `neighbours` exactly once for each vertex that can be reached, and never for another.
//! A frontier of at least four vertices for each worker must keep all `workers` threads in `neighbours` at the same
//! time, fairly shared (33 vertices for eight workers leave none without); smaller ones you may do with fewer. There
//! are never more than `workers` there (the calling thread may be one). When `neighbours` panics, [`levels`] must
//! panic too.
//!
//! Take atomics from [`sync`]: the check's are slow, so that two threads do look at the same moment. It also pauses a
//! worker at each lock or atomic, to expose races. About 40 minutes.

/// What vertices are claimed with. The check compiles this file twice: as it stands, and with slow ones of the same
/// names.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// The level of every vertex of a graph of `vertices` vertices (at least 1), seen from `source` (one of them), found by
/// `workers` threads (at least 1).
///
/// `neighbours(v)` returns the vertices to which an edge leads from `v`: some perhaps several times, perhaps `v`
/// itself, perhaps none. It may take long, and may be called by several threads at the same time.
///
/// # Panics
/// When `neighbours` does.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let _ = neighbours;
    todo!("search {vertices} vertices from {source}, each level by {workers} workers")
}
