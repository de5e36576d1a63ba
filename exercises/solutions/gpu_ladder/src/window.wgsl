// 32 numbers, one workgroup of 32. y[i] is the sum of x[i] and of the two before it, where there are any. Each number
// of x may be read once: neighbours hand theirs on in `near`.
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

var<workgroup> near: array<u32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
    near[i] = x[i];
    workgroupBarrier();
    var sum = near[i];
    if i >= 1 {
        sum += near[i - 1];
    }
    if i >= 2 {
        sum += near[i - 2];
    }
    y[i] = sum;
}
