@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> b: array<f32>;

@compute @workgroup_size(32, 8)
fn transpose(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < size.x && id.y < size.y {
        b[id.x * size.y + id.y] = a[id.y * size.x + id.x];
    }
}
