//! In each step, each thread computes one band of rows. The end of the scope is the end of the step: nobody begins the
//! next before everybody's rows are there.

use crate::{Plate, Temperatures};
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<(), Unavailable> {
    let rows = workers.band(plate.size());
    after.evolve(plate, |before, after| {
        thread::scope(|scope| {
            for (b, after) in after.chunks_mut((rows * plate.size()).max(1)).enumerate() {
                scope.spawn(move || plate.rows(before, b * rows, after));
            }
        });
        Ok(())
    })
}
