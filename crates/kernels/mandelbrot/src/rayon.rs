//! Rayon deals the rows out to its pool, splitting the rest whenever a thread runs out of work.

use crate::View;
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| {
        counts.par_chunks_mut(view.columns.max(1)).enumerate().for_each(|(row, counts)| {
            for (column, count) in counts.iter_mut().enumerate() {
                *count = view.escape_time(column, row);
            }
        });
    });
    Ok(())
}
