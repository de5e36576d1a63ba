//! How far from the truth is a computed number, in units of its last place?

use astro_float::{BigFloat, Consts, RoundingMode};

/// Digits enough that what is rounded here doesn't matter: 192 bits, against the 53 of an `f64`.
const BITS: usize = 192;
const ROUND: RoundingMode = RoundingMode::ToEven;

/// A function that [`Judge`] knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Function {
    /// Of radians.
    Sine,
    /// Of radians.
    Cosine,
    /// Radians, of −1…1.
    Arcsine,
}

/// Computes the same in 192 bits.
pub struct Judge {
    consts: Consts,
}

impl Judge {
    /// A judge; it remembers the digits of π it needed.
    pub fn new() -> Self {
        Self { consts: Consts::new().expect("memory for π") }
    }

    // ANCHOR: error
    /// How many units in the last place `got` is away from `f(x)`. Rounding the truth would make an error of ½ at most.
    pub fn error(&mut self, f: Function, x: f64, got: f64) -> f64 {
        let x = BigFloat::from_f64(x, BITS);
        let exact = match f {
            Function::Sine => x.sin(BITS, ROUND, &mut self.consts),
            Function::Cosine => x.cos(BITS, ROUND, &mut self.consts),
            Function::Arcsine => x.asin(BITS, ROUND, &mut self.consts),
        };
        let error = BigFloat::from_f64(got, BITS).sub(&exact, BITS, ROUND);
        plain(&error).abs() / last_place(plain(&exact))
    }
    // ANCHOR_END: error
}

impl Default for Judge {
    fn default() -> Self {
        Self::new()
    }
}

/// The distance from `x` to the next larger number in magnitude.
fn last_place(x: f64) -> f64 {
    x.abs().next_up() - x.abs()
}

/// The nearest `f64`.
fn plain(x: &BigFloat) -> f64 {
    x.to_string().parse().expect("a decimal number")
}
