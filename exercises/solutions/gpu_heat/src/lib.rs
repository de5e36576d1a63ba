//! Heat on two plates, in turns.

/// The shader; its entry point is `advance`.
pub const SHADER: &str = include_str!("heat.wgsl");

/// How many workgroups to start in x, y and z for a plate with `edge` points along each edge, at least 1.
pub fn workgroups(edge: u32) -> [u32; 3] {
    [edge.div_ceil(32), edge.div_ceil(8), 1]
}

/// For each of `steps` steps, the plate that it reads and the one in which it stores: 0 or 1.
pub fn plan(steps: usize) -> Vec<[usize; 2]> {
    (0..steps).map(|step| [step % 2, (step + 1) % 2]).collect()
}

/// The plate that holds the temperatures after `steps` steps.
pub fn answer(steps: usize) -> usize {
    steps % 2
}
