//! Lets the lanes read a column and store a row: the trouble is on the other side.
//! caught by: reads_and_stores_whole_segments
//! beside stores_columns: what it reads is scattered, not what it stores

/// Entry point: `turn`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> turned: array<u32>;

@compute @workgroup_size(32, 8)
fn turn(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < size.y && id.y < size.x {
        turned[id.y * size.y + id.x] = picture[(size.y - 1 - id.x) * size.x + id.y];
    }
}
";

/// How many workgroups.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [height.div_ceil(32), width.div_ceil(8), 1]
}
