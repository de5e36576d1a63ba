//! Each worker process is sent the coordinates of one band of pairs, and sends back their distances.

use great_circle::{Pairs, distance};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    let band = workers.band(pairs.len());
    let jobs = (0..pairs.len()).step_by(band).map(|start| {
        let band = start..pairs.len().min(start + band);
        [&pairs.lon1, &pairs.lat1, &pairs.lon2, &pairs.lat2].map(|column| column[band.clone()].to_vec())
    });
    let answers = pools::processes::map(workers, jobs, in_worker)?;
    for (km, answer) in km.chunks_mut(band).zip(answers) {
        km.copy_from_slice(&answer);
    }
    Ok(())
}

/// Runs in the worker process.
fn in_worker([lon1, lat1, lon2, lat2]: [Vec<f64>; 4]) -> Vec<f64> {
    (0..lon1.len()).map(|i| distance(lon1[i], lat1[i], lon2[i], lat2[i])).collect()
}
