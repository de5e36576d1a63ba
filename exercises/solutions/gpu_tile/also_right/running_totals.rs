//! Invocations that do two places each, from differences of running totals made by one invocation.

/// Entry point: `sum`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

var<workgroup> totals: array<u32, 273>;

@compute @workgroup_size(128)
fn sum(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) i: u32) {
    let n = arrayLength(&x);
    let first = group.x * 256;
    for (var t = i; t < 272; t += 128) {
        let at = first + t - 8;
        if at < n {
            totals[t + 1] = x[at];
        }
    }
    workgroupBarrier();
    if i == 0 {
        for (var t = 0u; t < 272; t += 1) {
            totals[t + 1] += totals[t];
        }
    }
    workgroupBarrier();
    for (var t = i; t < 256 && first + t < n; t += 128) {
        y[first + t] = totals[t + 17] - totals[t];
    }
}
";

/// How many workgroups.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(256)
}
