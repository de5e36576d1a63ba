//! Each thread borrows the pairs, and returns the distances of its band.

use great_circle::Pairs;
use std::thread;
use variant::Workers;

/// The distance of every pair, kilometres.
pub fn run(pairs: &Pairs, workers: Workers) -> Vec<f64> {
    let band = workers.band(pairs.len());
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for start in (0..pairs.len()).step_by(band) {
            let end = pairs.len().min(start + band);
            handles.push(scope.spawn(move || {
                let distances = (start..end).map(|i| pairs.distance(i));
                distances.collect::<Vec<_>>()
            }));
        }
        let bands = handles.into_iter().map(|handle| handle.join().expect("no distance panics"));
        bands.flatten().collect()
    })
}
