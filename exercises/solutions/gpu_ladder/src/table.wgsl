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
