//! A flat array, workgroups of 256 in a row, and the numbers made by division.

/// Entry point: `turn`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> p: array<u32>;
@group(0) @binding(1) var<storage, read> wh: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> q: array<u32>;

var<workgroup> t: array<u32, 1056>;

@compute @workgroup_size(256)
fn turn(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let first = 32 * group.xy;
    for (var n = i; n < 1024; n += 256) {
        let cell = first + vec2(n % 32, n / 32);
        if all(cell < wh) {
            t[n / 32 * 33 + n % 32] = p[cell.y * wh.x + cell.x];
        }
    }
    workgroupBarrier();
    for (var n = i; n < 1024; n += 256) {
        let cell = first + vec2(n / 32, n % 32);
        if all(cell < wh) {
            q[cell.x * wh.y + (wh.y - 1 - cell.y)] = t[n % 32 * 33 + n / 32];
        }
    }
}
";

/// How many workgroups.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [width.div_ceil(32), height.div_ceil(32), 1]
}
