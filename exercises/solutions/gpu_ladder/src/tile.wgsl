// c is the product of two matrices of 16 × 16, row by row; one workgroup of 16 × 16, at.x counts columns. Each number
// of a and b may be read once: they wait in the tiles.
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<u32>;

var<workgroup> tile_a: array<array<u32, 16>, 16>;
var<workgroup> tile_b: array<array<u32, 16>, 16>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) at: vec3<u32>) {
    tile_a[at.y][at.x] = a[at.y * 16 + at.x];
    tile_b[at.y][at.x] = b[at.y * 16 + at.x];
    workgroupBarrier();
    var sum = 0u;
    for (var k = 0u; k < 16; k += 1) {
        sum += tile_a[at.y][k] * tile_b[k][at.x];
    }
    c[at.y * 16 + at.x] = sum;
}
