// 1,000 numbers, and two workgroups of 64, so that each invocation has to do several. y[i] is three times x[i]. Reading
// and storing may take 100 transactions of 128 bytes together, counted for subgroups of 32. A transaction carries 32
// words, so 64 is the least.
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(64)
fn main(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    for (var i = id.x; i < arrayLength(&x); i += 64 * groups.x) {
        y[i] = 3 * x[i];
    }
}
