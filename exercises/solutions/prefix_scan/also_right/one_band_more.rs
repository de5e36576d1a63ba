//! Cuts one band more than there are workers. The calling thread scans the first while the others combine the next
//! ones; nobody combines the last.

use std::thread;

/// Two thirds of the calls of two bands one after another, with two workers.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let combine = &combine;
    let band = items.len().div_ceil(workers + 1).max(1);
    let (first, rest) = items.split_at(band.min(items.len()));
    let scan = |mut before: Option<T>, band: &[T]| {
        let mut answers = Vec::new();
        for item in band {
            let next = before.as_ref().map_or_else(|| item.clone(), |before| combine(before, item));
            answers.push(next.clone());
            before = Some(next);
        }
        answers
    };
    let scan = &scan;
    let (mut answers, totals) = thread::scope(|scope| {
        let threads: Vec<_> = rest
            .chunks(band)
            .take(workers - 1)
            .map(|part| {
                scope.spawn(move || part[1..].iter().fold(part[0].clone(), |total, item| combine(&total, item)))
            })
            .collect();
        let answers = scan(None, first);
        (answers, threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>())
    });
    let rest = thread::scope(|scope| {
        let mut before = answers.last().cloned();
        let mut totals = totals.into_iter();
        let threads: Vec<_> = rest
            .chunks(band)
            .map(|part| {
                let mine = before.clone();
                before = totals.next().zip(before.take()).map(|(total, before)| combine(&before, &total));
                scope.spawn(move || scan(mine, part))
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    answers.extend(rest);
    answers
}
