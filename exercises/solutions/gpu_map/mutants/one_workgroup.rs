//! Starts a single workgroup, as one starts a single thread pool: only the first 64 readings are converted.
//! caught by: converts_65_readings

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(64)
fn convert(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i < arrayLength(&celsius) {
        celsius[i] = (fahrenheit[i] - 32.0) / 1.8;
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.min(1)
}
