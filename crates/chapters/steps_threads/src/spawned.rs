//! Each thread owns a handle to the pairs, and returns the distances of its band.

use great_circle::Pairs;
use std::{sync::Arc, thread};
use variant::Workers;

/// The distance of every pair, kilometres.
pub fn run(pairs: &Arc<Pairs>, workers: Workers) -> Vec<f64> {
    let band = workers.band(pairs.len());
    let mut handles = Vec::new();
    for start in (0..pairs.len()).step_by(band) {
        let end = pairs.len().min(start + band);
        let pairs = Arc::clone(pairs);
        handles.push(thread::spawn(move || {
            let distances = (start..end).map(|i| pairs.distance(i));
            distances.collect::<Vec<_>>()
        }));
    }
    let bands = handles.into_iter().map(|handle| handle.join().expect("no distance panics"));
    bands.flatten().collect()
}
