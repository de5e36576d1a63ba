@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> size: u32;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(16, 16)
fn multiply(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = size;
    if id.x >= n || id.y >= n {
        return;
    }
    var sum = 0.0;
    for (var k = 0u; k < n; k += 1) {
        sum += a[id.y * n + k] * b[k * n + id.x];
    }
    c[id.y * n + id.x] = sum;
}
