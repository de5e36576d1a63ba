//! Rows by sums of subgroups, of whatever size.

/// Three times each of many numbers.
pub const STRIDE: &str = "
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
";
/// The elements that an array of indices names.
pub const GATHER: &str = "
// 50 indices, two workgroups of 32. y[i] is x[at[i]], or 0 if x has no such element: it has 40, and some of the indices
// are larger. y is full of other numbers when you get it.
@group(0) @binding(0) var<storage, read> at: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&y) {
        let index = at[id.x];
        var found = 0u;
        if index < arrayLength(&x) {
            found = x[index];
        }
        y[id.x] = found;
    }
}
";
/// The odd ones of some numbers, in any order.
pub const APPEND: &str = "
// 100 numbers, four workgroups of 32. The odd ones go to the front of kept.numbers, each once, in any order. kept.count
// is zero when you get it, and how many they are at the end. What lies behind them stays as it is. atomicAdd returns
// what was there before it added.
struct Kept {
    count: atomic<u32>,
    numbers: array<u32>,
}

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> kept: Kept;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&x) {
        let mine = x[id.x];
        if mine % 2 == 1 {
            kept.numbers[atomicAdd(&kept.count, 1u)] = mine;
        }
    }
}
";
/// The sum of each row.
pub const ROWS: &str = "
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
    @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_size) size: u32,
) {
    var sum = 0u;
    for (var column = i; column < columns; column += 32) {
        sum += table[group.x * columns + column];
    }
    let all = subgroupAdd(sum);
    if lane == 0 {
        part[i / size] = all;
    }
    workgroupBarrier();
    if i == 0 {
        for (var k = 1u; k < 32 / size; k += 1) {
            part[0] += part[k];
        }
        sums[group.x] = part[0];
    }
}
";
/// The softmax of each row.
pub const SOFTMAX: &str = "
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
    // The spare invocations bring what changes nothing: the least number, and a power that is zero.
    var mine = -3.4e38;
    if i < columns {
        mine = x[group.x * columns + i];
    }
    part[i] = mine;
    for (var half = 32u; half > 0; half /= 2) {
        workgroupBarrier();
        if i < half {
            part[i] = max(part[i], part[i + half]);
        }
    }
    workgroupBarrier();
    let power = exp(mine - part[0]);
    // All have read the largest number before its place is used again.
    workgroupBarrier();
    part[i] = power;
    for (var half = 32u; half > 0; half /= 2) {
        workgroupBarrier();
        if i < half {
            part[i] += part[i + half];
        }
    }
    workgroupBarrier();
    if i < columns {
        y[group.x * columns + i] = power / part[0];
    }
}
";
/// All products of a row of one matrix with a row of another.
pub const SCORES: &str = "
// q has 20 rows, k has 28, and all rows have 40 numbers. `scores` has 20 rows and 28 columns. In row r and column c
// stands the dot product of row r of q and row c of k: what stands side by side is multiplied, and all of it added up.
// 2 × 2 workgroups of 16 × 16; x counts columns of `scores`, y rows. Tiles stick out on every side.
//
// Counted for subgroups of 32, all of it may take 450 transactions of 128 bytes, and bank conflicts 1,000 turns more
// than there would be without. The tiles' rows may be longer than they are here.
@group(0) @binding(0) var<storage, read> q: array<u32>;
@group(0) @binding(1) var<storage, read> k: array<u32>;
@group(0) @binding(2) var<storage, read_write> scores: array<u32>;

const rows = 20u;
const columns = 28u;
const width = 40u;

var<workgroup> tile_q: array<array<u32, 17>, 16>;
var<workgroup> tile_k: array<array<u32, 17>, 16>;

@compute @workgroup_size(16, 16)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) at: vec3<u32>,
) {
    let row = 16 * group.y + at.y;
    let column = 16 * group.x + at.x;
    // The row of k that this invocation helps to fetch: neighbouring lanes, neighbouring words.
    let fetched = 16 * group.x + at.y;
    var sum = 0u;
    for (var first = 0u; first < width; first += 16) {
        let place = first + at.x;
        var from_q = 0u;
        if row < rows && place < width {
            from_q = q[row * width + place];
        }
        var from_k = 0u;
        if fetched < columns && place < width {
            from_k = k[fetched * width + place];
        }
        tile_q[at.y][at.x] = from_q;
        tile_k[at.y][at.x] = from_k;
        workgroupBarrier();
        for (var n = 0u; n < 16; n += 1) {
            sum += tile_q[at.y][n] * tile_k[at.x][n];
        }
        workgroupBarrier();
    }
    if row < rows && column < columns {
        scores[row * columns + column] = sum;
    }
}
";
