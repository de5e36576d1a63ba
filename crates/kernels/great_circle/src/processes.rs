//! Each worker process computes the distances of one band of pairs, in memory that all of them share.

use crate::{Pairs, distance};
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared, View};
use std::{cell::RefCell, ops::Range};
use variant::{Unavailable, Workers};

/// Where the columns and the answer lie: all that is sent to a worker, whatever the number of pairs.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Place {
    columns: [Handle; 4],
    km: Handle,
}

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    let columns = [pairs.lon1.handle(), pairs.lat1.handle(), pairs.lon2.handle(), pairs.lat2.handle()];
    let place = Place { columns, km: km.handle() };
    Ok(pools::processes::chunks(workers, pairs.len(), workers.band(pairs.len()), &place, in_worker)?)
}

/// Runs in the worker process.
fn in_worker((place, band): (Place, Range<usize>)) {
    thread_local! {
        // A worker is asked about the same columns again and again: it maps them the first time only.
        static MAPPED: RefCell<Option<(Place, Mapped)>> = const { RefCell::new(None) };
    }
    MAPPED.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(known, _)| *known != place) {
            *slot = Some((place.clone(), Mapped::open(&place)));
        }
        let (_, mapped) = slot.as_ref().expect("filled above");
        mapped.fill(band);
    });
}

struct Mapped {
    columns: [View<f64>; 4],
    km: View<f64>,
}

impl Mapped {
    fn open(place: &Place) -> Self {
        let open = |handle: &Handle| handle.open().expect("the parent keeps its slices alive until we answer");
        Self { columns: place.columns.each_ref().map(open), km: open(&place.km) }
    }

    fn fill(&self, band: Range<usize>) {
        // SAFETY: while a run is under way nobody writes to the columns (the parent holds `&Pairs`).
        let [lon1, lat1, lon2, lat2] = self.columns.each_ref().map(|column| unsafe { column.read(band.clone()) });
        // SAFETY: the parent holds `&mut km` and waits; bands of different workers don't overlap.
        let km = unsafe { self.km.write(band) };
        for (i, km) in km.iter_mut().enumerate() {
            *km = distance(lon1[i], lat1[i], lon2[i], lat2[i]);
        }
    }
}
