// A table of 6 rows and 50 columns, row by row. A workgroup of 32 for each row: group.x is the row's number, i the
// invocation's number in its workgroup. sums[r] is the sum of row r. No invocation may read more than two numbers.
@group(0) @binding(0) var<storage, read> table: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

const columns = 50u;

var<workgroup> part: array<u32, 32>;

@compute @workgroup_size(32)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    var sum = 0u;
    for (var column = i; column < columns; column += 32) {
        sum += table[group.x * columns + column];
    }
    part[i] = sum;
    for (var half = 16u; half > 0; half /= 2) {
        workgroupBarrier();
        if i < half {
            part[i] += part[i + half];
        }
    }
    if i == 0 {
        sums[group.x] = part[0];
    }
}
