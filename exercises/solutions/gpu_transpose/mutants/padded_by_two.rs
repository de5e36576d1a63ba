//! Has rows of 34 words: a column lies in every other bank.
//! caught by: has_no_bank_conflicts
//! beside not_padded: it is padded, to an even length

/// Entry point: `turn`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> turned: array<u32>;

var<workgroup> tile: array<array<u32, 34>, 32>;

@compute @workgroup_size(32, 8)
fn turn(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) at: vec3<u32>,
) {
    for (var k = at.y; k < 32; k += 8) {
        let row = group.y * 32 + k;
        let column = group.x * 32 + at.x;
        if row < size.y && column < size.x {
            tile[k][at.x] = picture[row * size.x + column];
        }
    }
    workgroupBarrier();
    for (var k = at.y; k < 32; k += 8) {
        let row = group.y * 32 + at.x;
        let column = group.x * 32 + k;
        if row < size.y && column < size.x {
            turned[column * size.y + size.y - 1 - row] = tile[at.x][k];
        }
    }
}
";

/// How many workgroups.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [width.div_ceil(32), height.div_ceil(32), 1]
}
