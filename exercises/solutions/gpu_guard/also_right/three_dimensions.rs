//! Uses z as well.

/// The shader; its entry point is `square`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(4, 4, 4)
fn square(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let number = (group.z * groups.y + group.y) * groups.x + group.x;
    let i = number * 64 + local;
    if i >= n { return; }
    let mine = x[i];
    y[i] = pow(mine, 2.0) * 0.0 + mine * mine;
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    [groups.min(50), groups.div_ceil(50).min(50), groups.div_ceil(2500).max(1)]
}
