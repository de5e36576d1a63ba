//! A detective case. The kernel in `sums.cu` sums the rows of a matrix, a block for each row; if there are fewer
//! blocks, each goes on to another row. It has been right for years, with blocks of 32 threads. Then somebody starts it
//! with 64, and now and then a sum is wrong.
//!
//! The kernel was run as C++ with a real thread for each of CUDA's, under ThreadSanitizer. With 32 threads it reported
//! nothing. With 64 it wrote what lies in `report.txt`, without the process's number and the lines on where threads
//! were made. The sums came out right in that run. T1 is thread 0 of the block, T33 is thread 32.
//!
//! Repair the kernel. It is started with any multiple of 32 threads up to 1024; a warp's partial sum stays a matter of
//! shuffles, and all threads of a block share its row.
//!
//! The check needs a C++ compiler, and no card: it plays your kernel in several orders, with every access watched. A
//! report names two accesses that clashed, and not all that may. About 25 minutes.
//!
//! You need only what you know of barriers; no statement has to go.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = include_str!("sums.cu");

/// What ThreadSanitizer said of it.
pub const REPORT: &str = include_str!("report.txt");
