//! Sixteen workgroups that stride through the whole text, whatever its length.

/// Entry point: `count`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

var<workgroup> mine: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = bytes;
    for (var w = 256 * group.x + i; 4 * w < end; w += 256 * groups.x) {
        let word = text[w];
        for (var k = 0u; k < 4 && 4 * w + k < end; k += 1) {
            atomicAdd(&mine[(word >> (8 * k)) & 255], 1u);
        }
    }
    workgroupBarrier();
    atomicAdd(&counts[i], atomicLoad(&mine[i]));
}
";

/// How many workgroups.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(1024).min(16)
}
