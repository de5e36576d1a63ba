//! One core computes every row, one after another.

use crate::View;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    for (row, counts) in counts.chunks_mut(view.columns.max(1)).enumerate() {
        for (column, count) in counts.iter_mut().enumerate() {
            *count = view.escape_time(column, row);
        }
    }
    Ok(())
}
