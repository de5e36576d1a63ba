//! The shaders of the page on a GPU's own memory. Each file of WGSL is whole: it names its buffers, and is right for
//! any size. The tests run them in a simulator, in several orders, and count what they ask of memory.

/// The square of each number, modulo 2³². Bindings: numbers, squares. Entry point: `square`. Workgroups of 8.
pub mod map {
    /// An invocation an element; those without one end at once.
    pub const GUARDED: &str = include_str!("map/guarded.wgsl");
}

/// A matrix of `size.y` rows and `size.x` columns, row by row, becomes one of `size.x` rows. Bindings: the matrix,
/// `size`, the other matrix. Entry point: `transpose`.
pub mod transpose {
    /// An invocation an element; workgroups of 32 × 8. Neighbours read one row and store one column.
    pub const NAIVE: &str = include_str!("transpose/naive.wgsl");
    /// A workgroup a tile of 32 × 32, which waits in workgroup memory; both sides are rows.
    pub const TILED: &str = include_str!("transpose/tiled.wgsl");
    /// The same with rows of the tile that are a word longer.
    pub const PADDED: &str = include_str!("transpose/padded.wgsl");
}

/// The sum of each block of 256 numbers, modulo 2³². Bindings: numbers, sums of blocks. Entry point: `reduce`.
pub mod reduce {
    /// Adds neighbours first: 0 and 1, 2 and 3. In every round the invocations with work lie further apart.
    pub const NEIGHBOURS: &str = include_str!("reduce/neighbours.wgsl");
    /// Adds the upper half to the lower: the invocations with work stay side by side.
    pub const TREE: &str = include_str!("reduce/tree.wgsl");
}

/// Running totals, in blocks of 256 numbers, modulo 2³². Bindings: numbers; totals up to the end of each block, of
/// which a block looks at the one before it; running totals. Entry point: `scan`.
pub mod scan {
    /// By doubling: after each round a number's sum reaches twice as far to the left.
    pub const BLOCK: &str = include_str!("scan/block.wgsl");
}

/// How many numbers have which upper byte: 256 counts, to which it adds. Bindings: numbers, counts. Entry point:
/// `count`.
pub mod histogram {
    /// Adds each number to the counts in global memory; workgroups of 256.
    pub const GLOBAL: &str = include_str!("histogram/global.wgsl");
    /// Counts 4096 numbers in workgroup memory first.
    pub const WORKGROUP: &str = include_str!("histogram/workgroup.wgsl");
}

/// The product of two square matrices, row by row. Bindings: the first, the second, how many rows, the product. Entry
/// point: `multiply`. Workgroups of 16 × 16.
pub mod matmul {
    /// Each element reads its row and its column from global memory.
    pub const NAIVE: &str = include_str!("matmul/naive.wgsl");
    /// Each workgroup reads tiles of 16 × 16, which all of it use.
    pub const TILED: &str = include_str!("matmul/tiled.wgsl");
}

/// Heat on a square plate whose borders keep their temperature, a step a dispatch. Bindings: temperatures row by row,
/// points along an edge, temperatures a step later. Entry point: `advance`. Workgroups of 32 × 8.
pub mod heat {
    /// The part of the way to its neighbours' mean, times four, that a point goes in a step.
    pub const RATE: f32 = 0.2;
    /// One step, from one buffer to another: the shader of the kernel's variant.
    pub const STEP: &str = include_str!("../../../kernels/heat/src/gpu.wgsl");
}
