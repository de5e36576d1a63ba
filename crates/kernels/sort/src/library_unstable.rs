//! The standard library's other sort, on one core: keys that are equal may change places.

use crate::Keys;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, _: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    answer.copy_from_slice(keys);
    answer.sort_unstable();
    Ok(())
}
