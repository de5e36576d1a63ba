//! Six shaders, each a few lines long, and each with one idea more than the one before. The files are whole but for the
//! body; what to do, and for how many elements, stands in each. There is nothing to write in Rust.
//!
//! | file | what is new |
//! |---|---|
//! | `map.wgsl` | one invocation, one element |
//! | `zip.wgsl` | the guard |
//! | `table.wgsl` | two dimensions |
//! | `window.wgsl` | workgroup memory and its barrier |
//! | `dot.wgsl` | a tree |
//! | `tile.wgsl` | a product of matrices, each number of which is fetched once |
//!
//! Each is judged by itself, by the test of its name, in a simulator and without a graphics card. A shader that isn't
//! right gets a drawing of what its invocations have touched, word by word. About 40 minutes, and no rung should take
//! you ten; what you need stands in the chapter.

/// Twice each number, and one more.
pub const MAP: &str = include_str!("map.wgsl");
/// The sums of two arrays' elements.
pub const ZIP: &str = include_str!("zip.wgsl");
/// A multiplication table.
pub const TABLE: &str = include_str!("table.wgsl");
/// Sums of three neighbours.
pub const WINDOW: &str = include_str!("window.wgsl");
/// A dot product.
pub const DOT: &str = include_str!("dot.wgsl");
/// A product of two matrices.
pub const TILE: &str = include_str!("tile.wgsl");
