struct Params {
    left: f32,
    top: f32,
    pixel: f32,
    columns: u32,
    limit: u32,
}

@group(0) @binding(0) var<storage, read> view: Params;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(8, 8)
fn escape_times(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.y * view.columns + id.x;
    // Workgroups come whole: some invocations fall beside the picture or below it.
    if id.x >= view.columns || i >= arrayLength(&counts) {
        return;
    }
    let c = vec2(view.left + view.pixel * f32(id.x), view.top - view.pixel * f32(id.y));
    var z = vec2(0.0, 0.0);
    // Read once: not every adapter's compiler finds out that a buffer doesn't change while the loop runs.
    let limit = view.limit;
    var steps = 0u;
    while steps < limit && dot(z, z) <= 4.0 {
        z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c;
        steps += 1u;
    }
    counts[i] = steps;
}
