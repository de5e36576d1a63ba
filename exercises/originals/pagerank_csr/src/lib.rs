//! Rank the vertices of a graph, in rounds that are shared by several threads, with the same bits for any number of
//! them.
//!
//! Somebody walks through the graph. With probability `damping` they follow one of the edges of the vertex they are at,
//! each as likely as the others; otherwise, and wherever no edge leads on, they begin again at any of the `n` vertices,
//! each as likely. In the first round they are everywhere with probability 1 / n. In every round after it,
//!
//! ```text
//! share(u)   = rank(u) / (number of edges from u)
//! anew       = (1 - damping + damping · sum of the ranks of vertices without edges) / n
//! rank'(v)   = anew + damping · sum of share(u) over all edges u → v
//! ```
//!
//! where an edge that occurs several times counts each time. The round after which the ranks have changed by no more
//! than `tolerance`, all absolute changes added up, is the last one.
//!
//! The graph comes as compressed sparse rows of the edges that lead *away* from each vertex. A round needs those that
//! lead *to* each vertex, so that every rank is written by one thread. You write two functions:
//!
//! 1. [`incoming`] reverses all edges: `incoming(&[0, 2, 3, 3], &[1, 2, 2])` is `([0, 0, 1, 3], [0, 0, 1])`;
//! 2. [`pagerank`] computes the ranks. For what comes along the edges it calls `pull`, exactly once for each vertex in
//!    each round.
//!
//! A round that has four vertices or more for each worker keeps all `workers` threads in `pull` at the same time,
//! fairly shared (33 vertices for eight workers leave none without), and never more than that. Different numbers of
//! workers give the same *bits*. That takes some thought: the sum over vertices without edges is rounded differently in
//! a different order. When `pull` panics, [`pagerank`] must panic too. The check pauses a worker at each lock or
//! atomic, to expose races. About 50 minutes.

/// The same edges, each reversed: the vertices *from* which an edge leads to `v` are
/// `sources[offsets'[v]..offsets'[v + 1]]`, in rising order, where the result is `(offsets', sources)`.
///
/// `offsets` has one more element than there are vertices (perhaps none). The edges from vertex `v` lead to
/// `targets[offsets[v]..offsets[v + 1]]`, in any order, perhaps several times to the same.
pub fn incoming(offsets: &[usize], targets: &[u32]) -> (Vec<usize>, Vec<u32>) {
    todo!("turn {} edges between {} vertices round", targets.len(), offsets.len() - 1)
}

/// The rank of every vertex of a graph, given as for [`incoming`], from `workers` threads (at least 1).
///
/// `damping` lies between 0 and 1, `tolerance` is above 0. `pull(v, sources, shares)` returns the sum of `shares[u]`
/// over all `u` in `sources`, the vertices from which an edge leads to `v`. `shares` has an element for each vertex;
/// that of a vertex without edges is 0. It may take long, and may be called by several threads at the same time.
///
/// # Panics
/// When `pull` does.
pub fn pagerank(
    offsets: &[usize],
    targets: &[u32],
    damping: f64,
    tolerance: f64,
    workers: usize,
    pull: impl Fn(usize, &[u32], &[f64]) -> f64 + Sync,
) -> Vec<f64> {
    let _ = (targets, damping, tolerance, pull);
    todo!("rank {} vertices with {workers} workers", offsets.len() - 1)
}
