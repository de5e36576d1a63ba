// A table of 4 rows and 50 columns, row by row, and a workgroup of 64 for each row. y is the softmax of each row: if m
// is the largest number of the row and s the sum of exp(x - m) over the row, each x becomes exp(x - m) / s. Without m,
// exp(100.0) would be too large for an f32. The least f32 is about -3.4e38. No invocation may read more than two
// numbers, and `part` has to do for both, m and s.
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

const columns = 50u;

var<workgroup> part: array<f32, 64>;

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    // Yours.
}
