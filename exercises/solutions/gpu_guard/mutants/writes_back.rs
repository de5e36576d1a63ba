//! Has the spare invocations store what was there before: nothing changes, unless its owner writes there at the same time.

/// The shader; its entry point is `square`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn square(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    let i = id.y * groups.x * 64 + id.x;
    y[i] = select(y[i], x[i] * x[i], i < n);
}
";

/// The most workgroups that any adapter must accept in one dimension.
const DIMENSION: u32 = 65_535;

/// How many workgroups to start in x, y and z for `n` elements.
pub fn workgroups(n: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    let rows = groups.div_ceil(DIMENSION).max(1);
    [groups.div_ceil(rows), rows, 1]
}
