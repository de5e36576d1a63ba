//! Drops the measurements on one core before anybody has looked whether they are measurements.

/// Why measurements can't be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Somebody claims to have measured on no cores.
    NoCores,
    /// A speedup that is none: zero, negative, infinite, or not a number.
    NoSpeedup,
    /// Nothing was measured on more than one core, so nothing can be known about sharing.
    NothingShared,
}

/// The fraction of the time on one core that seems not to have been shared out.
///
/// # Errors
/// `NoCores`, `NoSpeedup`, or on one core `NothingShared`.
pub fn serial_fraction(cores: u32, speedup: f64) -> Result<f64, Unusable> {
    fit(&[(cores, speedup)])
}

/// The serial fraction that fits all of `measured` best, by least squares over run times.
///
/// # Errors
/// `NoCores` or `NoSpeedup` if one of the measurements is unusable, `NothingShared` if none is on more than one core.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    let (mut xy, mut xx) = (0.0, 0.0);
    for &(cores, speedup) in measured.iter().filter(|m| m.0 != 1) {
        let (x, y) = point(cores, speedup)?;
        xy += x * y;
        xx += x * x;
    }
    if xx == 0.0 { Err(Unusable::NothingShared) } else { Ok(xy / xx) }
}

/// Amdahl's law is the straight line `y = f x`, if `x` is the part of the time that sharing can save, and `y` the part
/// of it that was not saved. On one core both are about zero: there is nothing to save.
fn point(cores: u32, speedup: f64) -> Result<(f64, f64), Unusable> {
    if cores == 0 {
        return Err(Unusable::NoCores);
    }
    if !(speedup > 0.0 && speedup.is_finite()) {
        return Err(Unusable::NoSpeedup);
    }
    let share = 1.0 / f64::from(cores);
    Ok((1.0 - share, 1.0 / speedup - share))
}
