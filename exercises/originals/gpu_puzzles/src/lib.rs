//! Six shaders more, for those who have climbed the first six. Again the files are whole but for the body, what to do
//! stands in each, and there is nothing to write in Rust.
//!
//! | file | what is new |
//! |---|---|
//! | `stride.wgsl` | more numbers than invocations |
//! | `gather.wgsl` | an index that comes from the data |
//! | `append.wgsl` | places handed out by a counter |
//! | `rows.wgsl` | a workgroup for each row |
//! | `softmax.wgsl` | two reductions in the same workgroup memory |
//! | `scores.wgsl` | a product of matrices in many tiles |
//!
//! Each is judged by itself, by the test of its name, in a simulator and without a graphics card, in several orders. A
//! shader that isn't right gets a drawing of what its invocations have touched, word by word. About an hour: five
//! minutes for each of the first three, a quarter of an hour for each of the others.
//!
//! You need only, in WGSL, `if`, `for`, `atomicAdd`, `max`, `exp`, `arrayLength`, `workgroupBarrier()`, and the numbers
//! of the workgroup and of the invocation that each file asks for.

/// Three times each of many numbers.
pub const STRIDE: &str = include_str!("stride.wgsl");
/// The elements that an array of indices names.
pub const GATHER: &str = include_str!("gather.wgsl");
/// The odd ones of some numbers, in any order.
pub const APPEND: &str = include_str!("append.wgsl");
/// The sum of each row.
pub const ROWS: &str = include_str!("rows.wgsl");
/// The softmax of each row.
pub const SOFTMAX: &str = include_str!("softmax.wgsl");
/// All products of a row of one matrix with a row of another.
pub const SCORES: &str = include_str!("scores.wgsl");
