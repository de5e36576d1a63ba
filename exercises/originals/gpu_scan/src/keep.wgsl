// The numbers of x that aren't zero go to the front of kept, in their order. There is an element of `blocks` for each
// 256 numbers of x; what it holds is up to you.
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> blocks: array<u32>;
@group(0) @binding(2) var<storage, read_write> kept: array<u32>;

// First dispatch: a workgroup for each block.
@compute @workgroup_size(256)
fn count(@builtin(global_invocation_id) id: vec3<u32>) {
}

// Second dispatch: one workgroup.
@compute @workgroup_size(256)
fn start(@builtin(local_invocation_index) i: u32) {
}

// Third dispatch: a workgroup for each block.
@compute @workgroup_size(256)
fn place(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&x) && x[id.x] != 0 {
        var before = 0u;
        for (var k = 0u; k < id.x; k += 1) {
            before += u32(x[k] != 0);
        }
        kept[before] = x[id.x];
    }
}
