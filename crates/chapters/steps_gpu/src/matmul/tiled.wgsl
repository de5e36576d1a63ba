@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> size: u32;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

var<workgroup> tile_a: array<array<f32, 16>, 16>;
var<workgroup> tile_b: array<array<f32, 16>, 16>;

@compute @workgroup_size(16, 16)
fn multiply(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(local_invocation_id) at: vec3<u32>,
) {
    let n = size;
    var sum = 0.0;
    for (var first = 0u; first < n; first += 16) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[at.y][at.x] = 0.0;
        if id.y < n && first + at.x < n {
            tile_a[at.y][at.x] = a[id.y * n + first + at.x];
        }
        tile_b[at.y][at.x] = 0.0;
        if first + at.y < n && id.x < n {
            tile_b[at.y][at.x] = b[(first + at.y) * n + id.x];
        }
        workgroupBarrier();
        for (var k = 0u; k < 16; k += 1) {
            sum += tile_a[at.y][k] * tile_b[k][at.x];
        }
        // Nobody loads the next tiles while somebody still reads these.
        workgroupBarrier();
    }
    if id.x < n && id.y < n {
        c[id.y * n + id.x] = sum;
    }
}
