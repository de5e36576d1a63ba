//! Sends the invocations of the edge home: those of the same workgroup wait for them.
//! caught by: the_order_of_invocations_doesnt_matter

/// Entry point: `turn`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> turned: array<u32>;

var<workgroup> tile: array<array<u32, 17>, 16>;

@compute @workgroup_size(16, 16)
fn turn(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) at: vec3<u32>) {
    let row = group.y * 16 + at.y;
    let column = group.x * 16 + at.x;
    if row >= size.y || column >= size.x {
        return;
    }
    tile[at.y][at.x] = picture[row * size.x + column];
    workgroupBarrier();
    turned[column * size.y + size.y - 1 - row] = tile[at.y][at.x];
}
";

/// How many workgroups.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [width.div_ceil(16), height.div_ceil(16), 1]
}
