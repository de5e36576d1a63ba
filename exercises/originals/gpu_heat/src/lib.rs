//! Heat on a plate, on a card that keeps two plates: each step reads one and stores in the other, and nothing leaves
//! the card before the last. It works for one step and the points inside. What is to mend lies in `heat.wgsl`, [`plan`]
//! and [`answer`].
//!
//! Plate 0 holds the temperatures at the start. What plate 1 holds is left over from something else: nobody has copied
//! the borders there. The steps are dispatched one after the other, each with the two plates that [`plan`] names for
//! it. WebGPU allows no dispatch to read and store in the same buffer through two bindings.
//!
//! The check runs your shader in a simulator, without a graphics card, in several orders, for plates of 1 × 1 point and
//! more. With 128 × 128 points a step may take 6,000 transactions of 128 bytes, counted for subgroups of 32; the order
//! in which the lanes go through the plate decides that. What reading `edge` takes doesn't count. About 30 minutes.
//!
//! You need only, in WGSL, `if`, `return`, and the number of the invocation in x and y; in Rust, a vector and the
//! remainder.

/// The shader; its entry point is `advance`.
pub const SHADER: &str = include_str!("heat.wgsl");

/// How many workgroups to start in x, y and z for a plate with `edge` points along each edge, at least 1.
pub fn workgroups(edge: u32) -> [u32; 3] {
    [edge.div_ceil(32), edge.div_ceil(8), 1]
}

/// For each of `steps` steps, the plate that it reads and the one in which it stores: 0 or 1.
pub fn plan(steps: usize) -> Vec<[usize; 2]> {
    vec![[0, 1]; steps]
}

/// The plate that holds the temperatures after `steps` steps.
pub fn answer(_steps: usize) -> usize {
    1
}
