//! A vector, scaled, is added to another: `y[i] = a * x[i] + y[i]` for each of `n` numbers, in OpenCL C. But this time
//! the host starts as many work-items as the device likes, whatever `n` is: there may be fewer than numbers, or more.
//!
//! You write the body of `saxpy` in `saxpy.cl`. With 4 items and 10 numbers, item 0 does numbers 0, 4 and 8, item 1
//! does 1, 5 and 9, item 2 does 2 and 6, item 3 does 3 and 7. So in each step neighbouring items do neighbouring
//! numbers.
//!
//! The check needs a C compiler, and no OpenCL: it compiles your kernel as C, with a header that knows the functions
//! below, and runs it item by item. It compares the sum, looks past the end, and sees who did which number. About 20
//! minutes.
//!
//! You need only `for`, `get_global_id(0)`, which is this item's number, and `get_global_size(0)`, which is how many
//! items there are.

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = include_str!("saxpy.cl");
