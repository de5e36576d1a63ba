//! The number that this book is named after.
//!
//! A program takes 12 seconds. You make it parallel, and it takes 3. It is now 4 times faster: that is its *speedup*.
//! If it takes 24 seconds instead, its speedup is 0.5: parallel programs can be slower.
//!
//! Write [`speedup`] for any two times. The check tries both of the cases above, then some more. 2 minutes, most of
//! them to get to know the loop: run the check, read what it says, edit this file, run it again.

/// How many times faster the parallel program is than the serial one. Both times are in seconds and greater than 0.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    todo!("from {serial_s} s to {parallel_s} s: how many times faster is that?")
}
