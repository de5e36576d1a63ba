//! Eight long bands for eight invocations, as one would do with threads: the other lanes are idle.
//! caught by: shares_the_work

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(64)
fn convert(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = arrayLength(&celsius);
    let band = (n + 7) / 8;
    if id.x < 8 {
        for (var i = id.x * band; i < min((id.x + 1) * band, n); i += 1) {
            celsius[i] = (fahrenheit[i] - 32.0) / 1.8;
        }
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    (n > 0).into()
}
