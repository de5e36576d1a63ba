//! Six shaders, from a loop that strides to a product in tiles.

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
