//! Counts in signed numbers: WGSL converts nothing by itself.
//! caught by: the_shader_is_valid

/// Entry point: `sum`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

// The workgroup's 256 elements, and 8 on each side.
var<workgroup> tile: array<u32, 272>;

@compute @workgroup_size(256)
fn sum(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    let n = arrayLength(&x);
    for (var t = i; t < 272; t += 256) {
        // Before the first element this wraps around, and is far past the last.
        let at = i32(group.x * 256 + t) - 8;
        if at < n {
            tile[t] = x[at];
        } else {
            tile[t] = 0u;
        }
    }
    workgroupBarrier();
    if id.x < n {
        var total = 0u;
        for (var k = 0u; k < 17; k += 1) {
            total += tile[i + k];
        }
        y[id.x] = total;
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(256)
}
