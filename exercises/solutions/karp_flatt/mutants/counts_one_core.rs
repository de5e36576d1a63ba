//! Draws a line with an intercept; rows on one core then pull at it.

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

/// A slope, after subtracting the means.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    let mut points = Vec::new();
    for &(cores, speedup) in measured {
        usable(cores, speedup)?;
        let n = f64::from(cores);
        points.push((1.0 - 1.0 / n, 1.0 / speedup - 1.0 / n));
    }
    if points.iter().all(|&(x, _)| x == 0.0) {
        return Err(Unusable::NothingShared);
    }
    // The origin is on the line, so it is one of the points.
    points.push((0.0, 0.0));
    let count = points.len() as f64;
    let (mx, my) = points.iter().fold((0.0, 0.0), |(a, b), &(x, y)| (a + x / count, b + y / count));
    let (xy, xx) = points.iter().fold((0.0, 0.0), |(a, b), &(x, y)| (a + (x - mx) * (y - my), b + (x - mx).powi(2)));
    Ok(xy / xx)
}

fn usable(cores: u32, speedup: f64) -> Result<(), Unusable> {
    match cores {
        0 => Err(Unusable::NoCores),
        _ if speedup > 0.0 && speedup.is_finite() => Ok(()),
        _ => Err(Unusable::NoSpeedup),
    }
}
