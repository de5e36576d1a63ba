//! Counts from the last reading to the first, in f32 of another order, returning early.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

const SIZE = 32u;

@compute @workgroup_size(SIZE)
fn convert(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let n = arrayLength(&fahrenheit);
    let i = group.x * SIZE + local.x;
    if i >= n { return; }
    celsius[n - 1 - i] = 5.0 * fahrenheit[n - 1 - i] / 9.0 - 160.0 / 9.0;
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    (n + 31) / 32
}
