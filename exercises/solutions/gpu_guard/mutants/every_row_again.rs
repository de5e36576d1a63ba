//! A row for each 65,535 workgroups, but each row begins at the first element again, and strides to the end.

/// The shader; its entry point is `square`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn square(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    for (var i = id.x; i < n; i += groups.x * 64) {
        y[i] = x[i] * x[i];
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    [groups.min(65_535), groups.div_ceil(1000).max(1), 1]
}
