//! Lets neighbouring lanes take neighbouring rows.
//! caught by: lanes_go_along_a_row

/// Entry point: `advance`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> now: array<f32>;
@group(0) @binding(1) var<storage, read> edge: u32;
@group(0) @binding(2) var<storage, read_write> next: array<f32>;

@compute @workgroup_size(32, 8)
fn advance(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = edge;
    if id.x >= n || id.y >= n {
        return;
    }
    let i = id.x * n + id.y;
    if id.x == 0 || id.y == 0 || id.x == n - 1 || id.y == n - 1 {
        next[i] = now[i];
        return;
    }
    let neighbours = now[i - n] + now[i + n] + now[i - 1] + now[i + 1];
    next[i] = now[i] + 0.2 * (neighbours - 4.0 * now[i]);
}
";

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
