@group(0) @binding(0) var<storage, read> now: array<f32>;
@group(0) @binding(1) var<storage, read> size: u32;
@group(0) @binding(2) var<storage, read_write> next: array<f32>;

const RATE = 0.2;

@compute @workgroup_size(32, 8)
fn advance(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = size;
    if id.x >= n || id.y >= n {
        return;
    }
    let i = id.y * n + id.x;
    var there = now[i];
    // The borders keep their temperature, but must be in both buffers.
    if id.x > 0 && id.x < n - 1 && id.y > 0 && id.y < n - 1 {
        let neighbours = now[i - n] + now[i + n] + now[i - 1] + now[i + 1];
        there += RATE * (neighbours - 4.0 * there);
    }
    next[i] = there;
}
