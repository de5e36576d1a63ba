//! The dot product by an atomic sum in workgroup memory: as right, if not as quick.

/// Twice each number, and one more.
pub const MAP: &str = "
// 32 numbers, one workgroup of 32. y[i] is twice x[i], and one more.
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    y[id.x] = 2 * x[id.x] + 1;
}
";
/// The sums of two arrays' elements.
pub const ZIP: &str = "
// 50 numbers in each array, two workgroups of 32. c[i] is the sum of a[i] and b[i].
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&c) {
        c[id.x] = a[id.x] + b[id.x];
    }
}
";
/// A multiplication table.
pub const TABLE: &str = "
// A table of 5 rows and 12 columns, row by row: in each place the product of its row's number and its column's. One
// workgroup of 16 × 8; x counts columns, y rows.
@group(0) @binding(0) var<storage, read> rows: array<u32>;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read_write> table: array<u32>;

@compute @workgroup_size(16, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let width = arrayLength(&columns);
    if id.x < width && id.y < arrayLength(&rows) {
        table[id.y * width + id.x] = rows[id.y] * columns[id.x];
    }
}
";
/// Sums of three neighbours.
pub const WINDOW: &str = "
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
";
/// A dot product.
pub const DOT: &str = "
// 64 numbers in each array, one workgroup of 64. dot[0] is the sum of all a[i] * b[i]. No invocation may read more than
// two of these numbers: each brings one product into `part`, and these are added up in a tree.
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dot: array<u32>;

var<workgroup> part: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    atomicAdd(&part, a[i] * b[i]);
    workgroupBarrier();
    if i == 0 {
        dot[0] = atomicLoad(&part);
    }
}
";
/// A product of two matrices.
pub const TILE: &str = "
// c is the product of two matrices of 16 × 16, row by row; one workgroup of 16 × 16, at.x counts columns. Each number
// of a and b may be read once: they wait in the tiles.
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<u32>;

var<workgroup> tile_a: array<array<u32, 16>, 16>;
var<workgroup> tile_b: array<array<u32, 16>, 16>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) at: vec3<u32>) {
    tile_a[at.y][at.x] = a[at.y * 16 + at.x];
    tile_b[at.y][at.x] = b[at.y * 16 + at.x];
    workgroupBarrier();
    var sum = 0u;
    for (var k = 0u; k < 16; k += 1) {
        sum += tile_a[at.y][k] * tile_b[k][at.x];
    }
    c[at.y * 16 + at.x] = sum;
}
";
