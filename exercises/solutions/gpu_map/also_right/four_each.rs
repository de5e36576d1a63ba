//! Four readings an invocation, through a function.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

fn convert_one(i: u32) {
    if i < arrayLength(&celsius) {
        celsius[i] = (fahrenheit[i] - 32.0) / 1.8;
    }
}

@compute @workgroup_size(64)
fn convert(@builtin(global_invocation_id) id: vec3<u32>) {
    for (var k = 0u; k < 4; k += 1) {
        convert_one(4 * id.x + k);
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(4 * 64)
}
