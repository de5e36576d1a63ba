//! Workgroups of 256, and a product where the task has a quotient.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(256)
fn convert(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= arrayLength(&celsius) {
        return;
    }
    celsius[id.x] = (fahrenheit[id.x] - 32.0) * 5.0 / 9.0;
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(256)
}
