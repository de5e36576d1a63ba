//! Packs four counts into a word to save memory: that of a frequent byte runs over into its neighbour.
//! caught by: counts_one_letter_only

/// Entry point: `count`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

var<workgroup> mine: array<atomic<u32>, 64>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = bytes;
    for (var w = 256 * group.x + i; w < 256 * group.x + 256 && 4 * w < end; w += 256) {
        let word = text[w];
        for (var k = 0u; k < 4 && 4 * w + k < end; k += 1) {
            let byte = (word >> (8 * k)) & 255;
            atomicAdd(&mine[byte / 4], 1u << (8 * (byte % 4)));
        }
    }
    workgroupBarrier();
    atomicAdd(&counts[i], (atomicLoad(&mine[i / 4]) >> (8 * (i % 4))) & 255);
}
";

/// How many workgroups.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(1024)
}
