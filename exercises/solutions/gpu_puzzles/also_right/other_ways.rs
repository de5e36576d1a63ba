//! Half of the numbers for each workgroup, an early return, a place for a whole workgroup, an atomic sum, one tree for all and a loop over what others brought, a tile that is stored turned.

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
    let half = arrayLength(&x) / 2;
    let workgroup = id.x / 64;
    var i = workgroup * half + id.x % 64;
    while i < (workgroup + 1) * half {
        y[i] = 3 * x[i];
        i += 64;
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
    if id.x >= arrayLength(&at) {
        return;
    }
    y[id.x] = 0;
    if at[id.x] < arrayLength(&x) {
        y[id.x] = x[at[id.x]];
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

var<workgroup> here: atomic<u32>;
var<workgroup> start: u32;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x % 32;
    let mine = select(0u, x[min(id.x, arrayLength(&x) - 1)], id.x < arrayLength(&x));
    let odd = mine % 2 == 1;
    var place = 0u;
    if odd {
        place = atomicAdd(&here, 1u);
    }
    workgroupBarrier();
    if i == 0 {
        start = atomicAdd(&kept.count, atomicLoad(&here));
    }
    workgroupBarrier();
    if odd {
        kept.numbers[start + place] = mine;
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

var<workgroup> part: atomic<u32>;

@compute @workgroup_size(32)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    for (var column = i; column < columns; column += 32) {
        atomicAdd(&part, table[group.x * columns + column]);
    }
    workgroupBarrier();
    if i == 0 {
        sums[group.x] = atomicLoad(&part);
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
    if i < columns {
        part[i] = x[group.x * columns + i];
    }
    workgroupBarrier();
    var largest = part[0];
    for (var k = 1u; k < columns; k += 1) {
        largest = max(largest, part[k]);
    }
    var sum = 0.0;
    for (var k = 0u; k < columns; k += 1) {
        sum += exp(part[k] - largest);
    }
    if i < columns {
        y[group.x * columns + i] = exp(part[i] - largest) / sum;
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

var<workgroup> tile_q: array<array<u32, 16>, 16>;
var<workgroup> tile_k: array<array<u32, 16>, 16>;

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
        tile_k[at.x][at.y] = from_k;
        workgroupBarrier();
        for (var n = 0u; n < 16; n += 1) {
            sum += tile_q[at.y][n] * tile_k[n][at.x];
        }
        workgroupBarrier();
    }
    if row < rows && column < columns {
        scores[row * columns + column] = sum;
    }
}
";
