@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

var<workgroup> partial: array<u32, 256>;

@compute @workgroup_size(256)
fn reduce(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    // A spare invocation brings nothing, and stays: the barriers need it.
    partial[i] = 0u;
    if id.x < arrayLength(&x) {
        partial[i] = x[id.x];
    }
    for (var half = 128u; half > 0; half /= 2) {
        workgroupBarrier();
        if i < half {
            partial[i] += partial[i + half];
        }
    }
    if i == 0 {
        sums[group.x] = partial[0];
    }
}
