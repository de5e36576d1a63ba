//! Hands out places with one atomic counter: all numbers are there, in any order.
//! caught by: the_order_of_invocations_doesnt_matter

/// Entry point: `count`, `start`, `place`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> blocks: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> kept: array<u32>;

@compute @workgroup_size(256)
fn count(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x == 0 {
        atomicStore(&blocks[0], 0u);
    }
}

@compute @workgroup_size(256)
fn start(@builtin(local_invocation_index) i: u32) {
}

@compute @workgroup_size(256)
fn place(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&x) && x[id.x] != 0 {
        kept[atomicAdd(&blocks[0], 1u)] = x[id.x];
    }
}
";
