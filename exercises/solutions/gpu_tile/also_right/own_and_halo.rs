//! Own elements at their places, and 16 invocations that read the halo besides.

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
    if id.x < n {
        tile[i + 8] = x[id.x];
    }
    let left = id.x - 8;
    if i < 8 && left < n {
        tile[i] = x[left];
    }
    let right = id.x + 8;
    if i >= 248 && right < n {
        tile[i + 16] = x[right];
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
