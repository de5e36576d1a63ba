//! Starts a workgroup for each reading instead of an invocation, all 64 of which convert it.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(64)
fn convert(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    for (var i = group.x; i < arrayLength(&celsius); i += groups.x) {
        celsius[i] = (fahrenheit[i] - 32.0) / 1.8;
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.min(65_535)
}
