//! The number that this book is named after.

/// How many times faster the parallel program is than the serial one. Both times are in seconds and greater than 0.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    serial_s / parallel_s
}
