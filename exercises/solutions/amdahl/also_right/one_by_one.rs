//! Adds a core at a time until they are enough: slow, and right.

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
    Ok(1.0 / ((1.0 - p) + p / n as f64))
}

/// Its limit.
pub fn limit(p: f64) -> Result<f64, Impossible> {
    Ok(1.0 / (1.0 - fraction(p)?))
}

/// The first that is enough.
pub fn cores_for(p: f64, wanted: f64) -> Result<u64, Impossible> {
    let limit = limit(p)?;
    match wanted {
        _ if !wanted.is_finite() || wanted <= 0.0 => Err(Impossible::Speedup),
        _ if wanted > 1.0 && wanted >= limit * (1.0 - 1e-9) => Err(Impossible::OutOfReach { limit }),
        _ => {
            let mut n = 1;
            while speedup(p, n)? < wanted * (1.0 - 1e-9) {
                n += 1;
            }
            Ok(n)
        }
    }
}

fn fraction(p: f64) -> Result<f64, Impossible> {
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err(Impossible::Fraction) }
}
