//! Each thread takes the next row that nobody has taken, until none is left.

use crate::View;
use shared::Shared;
use std::{sync::Mutex, thread};
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    let rows = Mutex::new(counts.chunks_mut(view.columns.max(1)).enumerate());
    // A function of its own, so that the lock is released before the row is computed.
    let next_row = || rows.lock().expect("no thread panics while it holds the lock").next();
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some((row, counts)) = next_row() {
                    for (column, count) in counts.iter_mut().enumerate() {
                        *count = view.escape_time(column, row);
                    }
                }
            });
        }
    });
    Ok(())
}
