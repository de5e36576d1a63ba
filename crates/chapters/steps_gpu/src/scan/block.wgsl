@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> before: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

var<workgroup> sums: array<u32, 256>;

@compute @workgroup_size(256)
fn scan(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    var sum = 0u;
    if id.x < arrayLength(&x) {
        sum = x[id.x];
    }
    sums[i] = sum;
    for (var by = 1u; by < 256; by *= 2) {
        workgroupBarrier();
        if i >= by {
            sum += sums[i - by];
        }
        // Nobody stores before everybody has read.
        workgroupBarrier();
        sums[i] = sum;
    }
    if group.x > 0 {
        sum += before[group.x - 1];
    }
    if id.x < arrayLength(&x) {
        y[id.x] = sum;
    }
}
