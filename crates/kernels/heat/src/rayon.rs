//! In each step, rayon deals bands of rows out to its pool, whose threads need not be started.

use crate::{Plate, Temperatures};
use rayon::prelude::*;
use variant::{Unavailable, Workers};

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, workers: Workers, after: &mut Temperatures) -> Result<(), Unavailable> {
    let rows = workers.band(plate.size());
    pools::rayon(workers).install(|| {
        after.evolve(plate, |before, after| {
            let bands = after.par_chunks_mut((rows * plate.size()).max(1));
            bands.enumerate().for_each(|(b, after)| plate.rows(before, b * rows, after));
            Ok(())
        })
    })
}
