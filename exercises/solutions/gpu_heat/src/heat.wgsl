// A step of heat on a square plate with `edge` points along each edge, row by row: inside, every point goes part of the
// way to its four neighbours' mean; the points of the border keep their temperature.
@group(0) @binding(0) var<storage, read> now: array<f32>;
@group(0) @binding(1) var<storage, read> edge: u32;
@group(0) @binding(2) var<storage, read_write> next: array<f32>;

@compute @workgroup_size(32, 8)
fn advance(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = edge;
    if id.x >= n || id.y >= n {
        return;
    }
    let i = id.y * n + id.x;
    if id.x == 0 || id.y == 0 || id.x == n - 1 || id.y == n - 1 {
        next[i] = now[i];
        return;
    }
    let neighbours = now[i - n] + now[i + n] + now[i - 1] + now[i + 1];
    next[i] = now[i] + 0.2 * (neighbours - 4.0 * now[i]);
}
