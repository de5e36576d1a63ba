//! Through logarithms, like a slide rule.

/// How many times faster.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    (serial_s.ln() - parallel_s.ln()).exp()
}
