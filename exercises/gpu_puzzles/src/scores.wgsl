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
    // Yours.
}
