//! One pass with a chain: each worker combines its band, waits for what comes before it from its neighbour, hands on what
//! comes before the next, and makes its answers.

use std::sync::mpsc;
use std::thread;

/// All running totals of `items`; nobody waits between two passes, only for the neighbour.
///
/// # Panics
/// When `combine` does.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let combine = &combine;
    let size = items.len().div_ceil(workers).max(1);
    let mut totals = items.to_vec();
    thread::scope(|scope| {
        let mut left = None;
        for band in totals.chunks_mut(size) {
            let (to_the_right, right) = mpsc::channel();
            let from_the_left: Option<mpsc::Receiver<T>> = left.replace(right);
            scope.spawn(move || {
                let all = band[1..].iter().fold(band[0].clone(), |all, item| combine(&all, item));
                let mut before = from_the_left.map(|left| left.recv().expect("the neighbour panicked"));
                // The last one has no neighbour.
                let _ = to_the_right.send(before.as_ref().map_or_else(|| all.clone(), |before| combine(before, &all)));
                for place in band {
                    if let Some(before) = &before {
                        *place = combine(before, place);
                    }
                    before = Some(place.clone());
                }
            });
        }
    });
    totals
}
