//! Tries one number of cores after another, gives up after a thousand, and says that it is out of reach.

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

/// A factor that takes a speedup down to the smallest one that counts as equal.
const EQUAL: f64 = 1.0 - 1e-9;

/// How many times as fast the job runs on `n` cores as on one.
///
/// # Errors
/// `Fraction` or `Cores`.
pub fn speedup(p: f64, n: u64) -> Result<f64, Impossible> {
    let p = fraction(p)?;
    if n == 0 {
        return Err(Impossible::Cores);
    }
    Ok(1.0 / ((1.0 - p) + p / n as f64))
}

/// What the speedup comes close to with more and more cores; infinite when everything can be shared out.
///
/// # Errors
/// `Fraction`.
pub fn limit(p: f64) -> Result<f64, Impossible> {
    let p = fraction(p)?;
    Ok(1.0 / (1.0 - p))
}

/// The smallest number of cores on which the job runs `wanted` times as fast as on one, or faster.
///
/// # Errors
/// `Fraction`, `Speedup` or `OutOfReach`.
pub fn cores_for(p: f64, wanted: f64) -> Result<u64, Impossible> {
    let limit = limit(p)?;
    if !(wanted.is_finite() && wanted > 0.0) {
        return Err(Impossible::Speedup);
    }
    if wanted <= 1.0 {
        return Ok(1);
    }
    if wanted >= limit * EQUAL {
        return Err(Impossible::OutOfReach { limit });
    }
    let enough = (1..=1000).find(|&n| speedup(p, n).is_ok_and(|got| got >= wanted * EQUAL));
    enough.ok_or(Impossible::OutOfReach { limit })
}

fn fraction(p: f64) -> Result<f64, Impossible> {
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err(Impossible::Fraction) }
}
