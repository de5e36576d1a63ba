//! Keeps its own elements in the tile, and reads those of the halo from global memory, one by one.
//! caught by: reads_each_element_about_once

/// Entry point: `sum`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

var<workgroup> tile: array<u32, 32>;

@compute @workgroup_size(32)
fn sum(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    let n = arrayLength(&x);
    for (var t = i; t < 32; t += 32) {
        // Before the first element this wraps around, and is far past the last.
        let at = group.x * 32 + t;
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
            if i + k - 8 < 32 {
                total += tile[i + k - 8];
            } else if id.x + k - 8 < n {
                total += x[id.x + k - 8];
            }
        }
        y[id.x] = total;
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(32)
}
