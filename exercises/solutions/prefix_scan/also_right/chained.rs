//! One pass with a chain: each worker combines its band, waits for what comes before it from its neighbour, hands on what
//! comes before the next, and makes its answers.

use std::sync::mpsc;
use std::{mem, thread};

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
    let size = items.len().div_ceil(workers + 1).max(1);
    let bands: Vec<_> = items.chunks(size).collect();
    let mut totals = items.to_vec();
    let scan = |mut before: Option<T>, places: &mut [T]| {
        for place in places {
            if let Some(before) = &before {
                *place = combine(before, place);
            }
            before = Some(place.clone());
        }
        before
    };
    let scan = &scan;
    thread::scope(|scope| {
        let mut places = totals.chunks_mut(size);
        let Some(first) = places.next() else { return };
        let (to_the_right, mut left) = mpsc::channel();
        for band in bands.into_iter().take(workers).skip(1) {
            let mine = places.next().expect("there is a band");
            let (to_the_next, right) = mpsc::channel();
            let from_the_left: mpsc::Receiver<T> = mem::replace(&mut left, right);
            scope.spawn(move || {
                let all = band[1..].iter().fold(band[0].clone(), |all, item| combine(&all, item));
                let before = from_the_left.recv().expect("the neighbour panicked");
                // The last one has no neighbour.
                let _ = to_the_next.send(combine(&before, &all));
                scan(Some(before), mine);
            });
        }
        // Whoever has made the first band's answers is free for the last band.
        let last = places.next();
        scope.spawn(move || {
            let all = scan(None, first).expect("it has an item");
            let _ = to_the_right.send(all);
            if let Some(last) = last {
                scan(Some(left.recv().expect("the neighbour panicked")), last);
            }
        });
    });
    totals
}
