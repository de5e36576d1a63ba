//! Through workgroup memory, with a barrier that everybody reaches.

/// Entry point: `convert`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

var<workgroup> tile: array<f32, 64>;

@compute @workgroup_size(64)
fn convert(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let n = arrayLength(&celsius);
    tile[local] = (fahrenheit[min(id.x, n - 1)] - 32.0) * (5.0 / 9.0);
    workgroupBarrier();
    if id.x < n {
        celsius[id.x] = tile[local];
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(64)
}
