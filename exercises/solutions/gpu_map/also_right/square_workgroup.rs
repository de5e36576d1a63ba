//! A workgroup of 8 by 8, numbered by hand, stored through a pointer.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(8, 8)
fn convert(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let i = group.x * 64 + local;
    if i < arrayLength(&celsius) {
        let mine = &celsius[i];
        *mine = (fahrenheit[i] - 32.0) / 1.8;
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(64)
}
