//! Each worker process takes the next few rows that nobody has taken, and writes them into memory that all share.

use crate::View;
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use std::{cell::RefCell, ops::Range};
use variant::{Unavailable, Workers};

/// Portions dealt to each worker: enough to even out thick and thin rows, few enough that asking costs little.
const PORTIONS: usize = 16;

/// All that is sent to a worker, whatever the size of the picture.
#[derive(Clone, Serialize, Deserialize)]
struct Place {
    view: View,
    counts: Handle,
}

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    let portion = workers.band(view.rows).div_ceil(PORTIONS);
    let place = Place { view: *view, counts: counts.handle() };
    Ok(pools::processes::chunks(workers, view.rows, portion, &place, in_worker)?)
}

/// Runs in the worker process.
fn in_worker((place, rows): (Place, Range<usize>)) {
    thread_local! {
        // A worker is sent many rows of the same picture: it maps the picture for the first only.
        static MAPPED: RefCell<Option<(Handle, shared::View<u32>)>> = const { RefCell::new(None) };
    }
    let view = place.view;
    MAPPED.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(known, _)| *known != place.counts) {
            let mapped = place.counts.open().expect("the parent keeps its picture alive until we answer");
            *slot = Some((place.counts, mapped));
        }
        let (_, mapped) = slot.as_ref().expect("filled above");
        // SAFETY: the parent holds `&mut counts` and waits; no other worker was sent these rows.
        let counts = unsafe { mapped.write(rows.start * view.columns..rows.end * view.columns) };
        for (row, counts) in rows.zip(counts.chunks_mut(view.columns.max(1))) {
            for (column, count) in counts.iter_mut().enumerate() {
                *count = view.escape_time(column, row);
            }
        }
    });
}
