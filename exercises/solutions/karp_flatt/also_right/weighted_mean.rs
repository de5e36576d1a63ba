//! Takes the mean of the single fractions, weighted with what sharing could save, squared.

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
    Ok((n / speedup - 1.0) / (n - 1.0))
}

/// The same sums, seen as a mean.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    let fractions = measured.iter().map(|&(cores, speedup)| {
        usable(cores, speedup)?;
        let weight = (1.0 - 1.0 / f64::from(cores)).powi(2);
        Ok(if cores == 1 { (0.0, 0.0) } else { (weight, weight * serial_fraction(cores, speedup)?) })
    });
    let (weights, sum) = fractions
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .fold((0.0, 0.0), |(weights, sum), (weight, part)| (weights + weight, sum + part));
    if weights > 0.0 { Ok(sum / weights) } else { Err(Unusable::NothingShared) }
}

fn usable(cores: u32, speedup: f64) -> Result<(), Unusable> {
    match cores {
        0 => Err(Unusable::NoCores),
        _ if speedup > 0.0 && speedup.is_finite() => Ok(()),
        _ => Err(Unusable::NoSpeedup),
    }
}
