//! In each step, each worker process computes one band of rows, in memory that all of them share. A step is over when
//! every worker has answered.

use crate::{Plate, Temperatures, rows_by, step};
use serde::{Deserialize, Serialize};
use shared::{Handle, View};
use std::{cell::RefCell, ops::Range};
use variant::{Unavailable, Workers};

/// Where the plates lie: all that is sent to a worker, whatever their size.
#[derive(Clone, Serialize, Deserialize)]
struct Place {
    size: usize,
    before: Handle,
    after: Handle,
}

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<(), Unavailable> {
    let size = plate.size();
    after.evolve(plate, |before, after| {
        let place = Place { size, before: before.handle(), after: after.handle() };
        Ok(pools::processes::chunks(workers, size, workers.band(size), &place, in_worker)?)
    })
}

/// Runs in the worker process.
fn in_worker((place, rows): (Place, Range<usize>)) {
    thread_local! {
        // A worker is sent the same three plates again and again: it maps each the first time only. The last used comes
        // first.
        static MAPPED: RefCell<Vec<(Handle, View<f64>)>> = const { RefCell::new(Vec::new()) };
    }
    MAPPED.with_borrow_mut(|mapped| {
        for handle in [place.before, place.after] {
            let known = mapped.iter().position(|(known, _)| *known == handle);
            let (handle, view) = known.map(|i| mapped.remove(i)).unwrap_or_else(|| {
                let view = handle.open().expect("the parent keeps its plates alive until we answer");
                (handle, view)
            });
            mapped.insert(0, (handle, view));
        }
        // The start and two more: any others belong to another problem.
        mapped.truncate(3);
        let [(_, after), (_, before), ..] = &mapped[..] else { unreachable!("two were put there") };
        let size = place.size;
        // SAFETY: while a step is under way nobody writes to `before`: the parent holds it by `&`.
        let before = unsafe { before.read(0..before.len()) };
        // SAFETY: the parent holds `&mut after` and waits; bands of different workers don't overlap.
        let after = unsafe { after.write(rows.start * size..rows.end * size) };
        rows_by(step, size, before, rows.start, after);
    });
}
