//! Believes the measurement with the most cores and ignores the rest.

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

/// Karp and Flatt's formula.
pub fn serial_fraction(cores: u32, speedup: f64) -> Result<f64, Unusable> {
    usable(cores, speedup)?;
    if cores == 1 {
        return Err(Unusable::NothingShared);
    }
    let n = f64::from(cores);
    Ok((1.0 / speedup - 1.0 / n) / (1.0 - 1.0 / n))
}

/// Only the one with the most cores.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    for &(cores, speedup) in measured {
        usable(cores, speedup)?;
    }
    let &(cores, speedup) = measured.iter().max_by_key(|(cores, _)| cores).ok_or(Unusable::NothingShared)?;
    serial_fraction(cores, speedup)
}

fn usable(cores: u32, speedup: f64) -> Result<(), Unusable> {
    match cores {
        0 => Err(Unusable::NoCores),
        _ if speedup > 0.0 && speedup.is_finite() => Ok(()),
        _ => Err(Unusable::NoSpeedup),
    }
}
