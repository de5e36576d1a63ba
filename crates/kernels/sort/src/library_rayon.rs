//! Rayon's own sort.

use crate::Keys;
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, workers: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    answer.copy_from_slice(keys);
    pools::rayon(workers).install(|| answer.par_sort());
    Ok(())
}
