//! Karp and Flatt's metric: from a measured speedup back to the serial fraction that explains it.
//!
//! A. H. Karp and H. P. Flatt, "Measuring parallel processor performance", Communications of the ACM 33(5), 1990.

// ANCHOR: karp_flatt
/// The fraction of the one-core time that seems not to have been shared out, from a speedup measured on `cores` cores
/// (> 1). Negative when the speedup is larger than that number.
pub fn serial_fraction(cores: f64, speedup: f64) -> f64 {
    (1.0 / speedup - 1.0 / cores) / (1.0 - 1.0 / cores)
}
// ANCHOR_END: karp_flatt

/// The one serial fraction that explains several measurements best. Each is `(cores, speedup)`.
///
/// Amdahl's law says `1/speedup = 1/cores + serial × (1 − 1/cores)`, a straight line in `serial`; this is its least
/// squares solution, over run times relative to one core. Measurements on one core say nothing and weigh nothing.
/// `None` when there is no other, or when one of them is zero or not a number.
pub fn fit(measured: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut xy, mut xx) = (0.0, 0.0);
    for (cores, speedup) in measured {
        let (x, y) = (1.0 - 1.0 / cores, 1.0 / speedup - 1.0 / cores);
        xy += x * y;
        xx += x * x;
    }
    let serial: f64 = xy / xx;
    serial.is_finite().then_some(serial)
}
