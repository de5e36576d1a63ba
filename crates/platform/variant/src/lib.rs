//! What every way of solving a problem has in common: a name, a way of working, and one function.
//!
//! A kernel lists its variants in a table. Tests, benchmarks, the race, the plots and the book's tables all walk that
//! table, so a new variant is one file and one row.

mod way;
mod workers;

pub use way::Way;
pub use workers::Workers;

use std::fmt;

/// One way of solving a problem `P`, writing its answer into `A`.
///
/// The answer's memory belongs to the caller and is reused between runs, so that what is timed is the work and not the
/// page faults of a fresh allocation.
pub struct Variant<P, A> {
    /// The file it lives in, and what readers type after `--variants`.
    pub name: &'static str,
    /// The way of working it belongs to; fixes its colour and mark.
    pub way: Way,
    /// The same code on one worker, which tells how well this variant shares work out: the variant (itself, for code
    /// that stands nowhere else) that its time with several workers is compared with. `None` where there is nothing to
    /// share: it uses one worker whatever it is given.
    pub baseline: Option<&'static str>,
    /// How many digits its arithmetic carries; decides how closely its answer must agree with `serial`.
    pub precision: Precision,
    /// Solves the problem with up to `Workers` workers.
    ///
    /// # Errors
    /// `Unavailable` when this machine lacks what the variant runs on. The answer is then left as it was.
    pub run: fn(&P, Workers, &mut A) -> Result<(), Unavailable>,
}

/// The floating-point format a variant computes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `f32`, about 7 decimal digits: what GPUs are fast at.
    Single,
    /// `f64`, about 16 decimal digits.
    Double,
}

/// Why a variant can't run on this machine, in words for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable(String);

impl Unavailable {
    /// `reason` says what is missing and, where there is one, what to install.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}

/// Whether the environment variable `LAB_REQUIRE` (such as `gpu,browser`) names `what`: CI sets it to turn the absence
/// of something it has installed into a failure.
pub fn required(what: &str) -> bool {
    std::env::var("LAB_REQUIRE").is_ok_and(|list| list.split(',').any(|item| item.trim() == what))
}
