// Each element of y is the sum of a window of x: the element at its own place, the 8 before and the 8 after. What lies
// before the first or after the last element counts as zero.
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(256)
fn sum(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = arrayLength(&x);
    if id.x >= n {
        return;
    }
    var total = 0u;
    for (var k = 0u; k < 17; k += 1) {
        // Before the first element this wraps around, and is far past the last.
        let at = id.x + k - 8;
        if at < n {
            total += x[at];
        }
    }
    y[id.x] = total;
}
