//! Two elements an invocation, half the buffer apart.

/// The shader; its entry point is `square`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

fn one(i: u32) { if i < n { y[i] = x[i] * x[i]; } }

@compute @workgroup_size(128)
fn square(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    one(id.x);
    one(id.x + groups.x * 128);
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> [u32; 3] {
    [n.div_ceil(256), 1, 1]
}
