@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> bins: array<atomic<u32>>;

// WGSL starts it at zero.
var<workgroup> counts: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let end = min(arrayLength(&x), 4096 * group.x + 4096);
    for (var k = 4096 * group.x + i; k < end; k += 256) {
        atomicAdd(&counts[x[k] >> 24], 1u);
    }
    workgroupBarrier();
    atomicAdd(&bins[i], atomicLoad(&counts[i]));
}
