//! Adds up only counts that have grown, in small workgroups of 64.

/// Entry point: `count`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

var<workgroup> mine: array<atomic<u32>, 256>;

@compute @workgroup_size(64)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = bytes;
    for (var w = 4096 * group.x + i; w < 4096 * group.x + 4096 && 4 * w < end; w += 64) {
        let word = text[w];
        for (var k = 0u; k < 4 && 4 * w + k < end; k += 1) {
            atomicAdd(&mine[(word >> (8 * k)) & 255], 1u);
        }
    }
    workgroupBarrier();
    for (var byte = i; byte < 256; byte += 64) {
        let count = atomicLoad(&mine[byte]);
        if count > 0 {
            atomicAdd(&counts[byte], count);
        }
    }
}
";

/// How many workgroups.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(16 * 1024)
}
