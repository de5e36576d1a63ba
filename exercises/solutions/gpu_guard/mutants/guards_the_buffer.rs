//! Guards against the end of the memory, not the end of the work.
//! caught by: stores_each_element_once
//! beside no_guard: it has a guard, against another end.

/// Entry point: `square`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn square(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let i = id.y * groups.x * 64 + id.x;
    if i < arrayLength(&y) {
        y[i] = x[i] * x[i];
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    let rows = groups.div_ceil(65_535).max(1);
    [groups.div_ceil(rows), rows, 1]
}
