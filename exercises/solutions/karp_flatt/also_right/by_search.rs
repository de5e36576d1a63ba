//! Searches for the lowest sum of squares, and never heard of the closed form.

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

/// Narrows down a bracket around the lowest point.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    let mut shared = Vec::new();
    for &(cores, speedup) in measured {
        usable(cores, speedup)?;
        if cores > 1 {
            shared.push((f64::from(cores), speedup));
        }
    }
    if shared.is_empty() {
        return Err(Unusable::NothingShared);
    }
    // The slope of the sum of squares grows with `f`: it is zero at the lowest point.
    let slope = |f: f64| -> f64 { shared.iter().map(|&(n, s)| (f + (1.0 - f) / n - 1.0 / s) * (1.0 - 1.0 / n)).sum() };
    let (mut low, mut high) = (-1e6, 1e6);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
    Ok(low)
}

fn usable(cores: u32, speedup: f64) -> Result<(), Unusable> {
    match cores {
        0 => Err(Unusable::NoCores),
        _ if speedup > 0.0 && speedup.is_finite() => Ok(()),
        _ => Err(Unusable::NoSpeedup),
    }
}
