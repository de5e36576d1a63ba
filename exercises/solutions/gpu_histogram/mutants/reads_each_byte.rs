//! Reads the word again for each of its bytes.
//! caught by: reads_whole_segments
//! beside own_blocks: its lanes read neighbours, four times

/// Entry point: `count`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

var<workgroup> mine: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = bytes;
    for (var w = 4096 * group.x + i; w < 4096 * group.x + 4096 && 4 * w < end; w += 256) {
        for (var k = 0u; k < 4 && 4 * w + k < end; k += 1) {
            atomicAdd(&mine[(text[w] >> (8 * k)) & 255], 1u);
        }
    }
    workgroupBarrier();
    atomicAdd(&counts[i], atomicLoad(&mine[i]));
}
";

/// How many workgroups.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(16 * 1024)
}
