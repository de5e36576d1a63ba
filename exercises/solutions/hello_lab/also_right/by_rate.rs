//! Thinks in runs per second: the same number, but for the rounding of its last digit.

/// How many times faster the parallel program is than the serial one.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    let (before, after) = (serial_s.recip(), parallel_s.recip());
    after / before
}
