//! Divides in single precision.

/// How many times faster.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    f64::from(serial_s as f32 / parallel_s as f32)
}
