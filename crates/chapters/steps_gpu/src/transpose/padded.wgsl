@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> b: array<f32>;

var<workgroup> tile: array<array<f32, 33>, 32>;

@compute @workgroup_size(32, 8)
fn transpose(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) at: vec3<u32>,
) {
    // Eight rows of invocations for 32 rows of the tile: each does four.
    for (var k = at.y; k < 32; k += 8) {
        let row = group.y * 32 + k;
        let column = group.x * 32 + at.x;
        if row < size.y && column < size.x {
            tile[k][at.x] = a[row * size.x + column];
        }
    }
    // Nobody reads the tile before everybody has stored.
    workgroupBarrier();
    for (var k = at.y; k < 32; k += 8) {
        let row = group.x * 32 + k;
        let column = group.y * 32 + at.x;
        if row < size.x && column < size.y {
            b[row * size.y + column] = tile[at.x][k];
        }
    }
}
