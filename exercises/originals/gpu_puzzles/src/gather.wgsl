// 50 indices, two workgroups of 32. y[i] is x[at[i]], or 0 if x has no such element: it has 40, and some of the indices
// are larger. y is full of other numbers when you get it.
@group(0) @binding(0) var<storage, read> at: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    // Yours.
}
