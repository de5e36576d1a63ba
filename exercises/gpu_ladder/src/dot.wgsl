// 64 numbers in each array, one workgroup of 64. dot[0] is the sum of all a[i] * b[i]. No invocation may read more than
// two of these numbers: each brings one product into `part`, and these are added up in a tree.
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dot: array<u32>;

var<workgroup> part: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    // Yours.
}
