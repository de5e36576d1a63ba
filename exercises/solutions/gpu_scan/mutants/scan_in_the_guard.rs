//! Scans only in the invocations that have a number: those of the last block wait for the others.
//! caught by: the_order_of_invocations_doesnt_matter

/// Entry point: `count`, `start`, `place`.
pub const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> blocks: array<u32>;
@group(0) @binding(2) var<storage, read_write> kept: array<u32>;

var<workgroup> sums: array<u32, 256>;

// The sum of what the invocations up to this one bring, its own included.
fn scan(i: u32, mine: u32) -> u32 {
    var sum = mine;
    sums[i] = sum;
    for (var by = 1u; by < 256; by *= 2) {
        workgroupBarrier();
        if i >= by {
            sum += sums[i - by];
        }
        workgroupBarrier();
        sums[i] = sum;
    }
    return sum;
}

fn is_kept(at: u32) -> u32 {
    return u32(at < arrayLength(&x) && x[at] != 0);
}

// First dispatch: a workgroup for each block.
@compute @workgroup_size(256)
fn count(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    let sum = scan(i, is_kept(id.x));
    if i == 255 {
        blocks[group.x] = sum;
    }
}

// Second dispatch: one workgroup.
@compute @workgroup_size(256)
fn start(@builtin(local_invocation_index) i: u32) {
    var mine = 0u;
    if i < arrayLength(&blocks) {
        mine = blocks[i];
    }
    let sum = scan(i, mine);
    if i < arrayLength(&blocks) {
        blocks[i] = sum - mine;
    }
}

// Third dispatch: a workgroup for each block.
@compute @workgroup_size(256)
fn place(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) i: u32,
) {
    if id.x >= arrayLength(&x) {
        return;
    }
    let mine = is_kept(id.x);
    let sum = scan(i, mine);
    if mine == 1 {
        kept[blocks[group.x] + sum - 1] = x[id.x];
    }
}
";
