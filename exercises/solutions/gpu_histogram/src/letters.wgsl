// A text of `bytes` bytes, four to a word, the first in the lowest bits. What follows the last byte is no text. Each of
// the 256 counts grows by the number of bytes of that value.
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

var<workgroup> mine: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = bytes;
    for (var w = 4096 * group.x + i; w < 4096 * group.x + 4096 && 4 * w < end; w += 256) {
        let word = text[w];
        for (var k = 0u; k < 4 && 4 * w + k < end; k += 1) {
            atomicAdd(&mine[(word >> (8 * k)) & 255], 1u);
        }
    }
    workgroupBarrier();
    atomicAdd(&counts[i], atomicLoad(&mine[i]));
}
