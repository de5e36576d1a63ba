//! One core adds one number after another.

use crate::{Numbers, scan};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    scan(0, numbers, totals);
    Ok(())
}
