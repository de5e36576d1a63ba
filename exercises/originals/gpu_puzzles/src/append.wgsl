// 100 numbers, four workgroups of 32. The odd ones go to the front of kept.numbers, each once, in any order. kept.count
// is zero when you get it, and how many they are at the end. What lies behind them stays as it is. atomicAdd returns
// what was there before it added.
struct Kept {
    count: atomic<u32>,
    numbers: array<u32>,
}

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> kept: Kept;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    // Yours.
}
