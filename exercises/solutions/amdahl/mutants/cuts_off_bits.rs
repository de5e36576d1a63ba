//! Turns the number of cores into 32 bits on its way to `f64`: the upper half is cut off.

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
    Ok(1.0 / ((1.0 - p) + p / f64::from(n as u32)))
}

/// Its limit.
pub fn limit(p: f64) -> Result<f64, Impossible> {
    Ok(1.0 / (1.0 - fraction(p)?))
}

/// The way back.
pub fn cores_for(p: f64, wanted: f64) -> Result<u64, Impossible> {
    let limit = limit(p)?;
    if !(wanted.is_finite() && wanted > 0.0) {
        return Err(Impossible::Speedup);
    }
    if wanted <= 1.0 {
        return Ok(1);
    }
    if wanted >= limit * (1.0 - 1e-9) {
        return Err(Impossible::OutOfReach { limit });
    }
    let n = (p / (1.0 / wanted - (1.0 - p))).ceil() as u64;
    Ok(if n > 1 && speedup(p, n - 1)? >= wanted * (1.0 - 1e-9) { n - 1 } else { n })
}

fn fraction(p: f64) -> Result<f64, Impossible> {
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err(Impossible::Fraction) }
}
