// A text of `bytes` bytes, four to a word, the first in the lowest bits. What follows the last byte is no text. Each of
// the 256 counts grows by the number of bytes of that value.
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> bytes: u32;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(256)
fn count(@builtin(global_invocation_id) id: vec3<u32>) {
    for (var k = 0u; k < 4 && 4 * id.x + k < bytes; k += 1) {
        let byte = (text[id.x] >> (8 * k)) & 255;
        atomicAdd(&counts[byte], 1u);
    }
}
