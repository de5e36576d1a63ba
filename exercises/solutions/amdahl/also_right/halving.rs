//! Looks for the number of cores by doubling, then halving, and never solves for it.

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impossible {
    /// `p` isn't a fraction: it is below 0, above 1, or not a number.
    Fraction,
    /// No cores: nothing would ever be done.
    Cores,
    /// The wanted speedup isn't a finite number above 0.
    Speedup,
    /// No number of cores, however large, gets there.
    OutOfReach {
        /// What all of them together stay below.
        limit: f64,
    },
}

/// The law.
pub fn speedup(p: f64, n: u64) -> Result<f64, Impossible> {
    let p = fraction(p)?;
    if n == 0 {
        return Err(Impossible::Cores);
    }
    Ok(n as f64 / (n as f64 * (1.0 - p) + p))
}

/// Its limit.
pub fn limit(p: f64) -> Result<f64, Impossible> {
    Ok(1.0 / (1.0 - fraction(p)?))
}

/// The law only grows with `n`, so a search by halves finds the first that is enough.
pub fn cores_for(p: f64, wanted: f64) -> Result<u64, Impossible> {
    let limit = limit(p)?;
    if wanted.is_nan() || wanted <= 0.0 || wanted.is_infinite() {
        return Err(Impossible::Speedup);
    }
    let enough = |n| speedup(p, n).is_ok_and(|s| s - wanted >= -1e-9 * wanted);
    if wanted > 1.0 && wanted / limit >= 1.0 - 1e-9 {
        return Err(Impossible::OutOfReach { limit });
    }
    let mut high = 1;
    while !enough(high) {
        high *= 2;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle }
    }
    Ok(high)
}

fn fraction(p: f64) -> Result<f64, Impossible> {
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err(Impossible::Fraction) }
}
