//! Two passes of a rayon pool.

use rayon::prelude::*;

/// Rayon's threads take the bands.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let band = items.len().div_ceil(workers + 1).max(1);
    let total = |part: &[T]| part[1..].iter().fold(part[0].clone(), |total, item| combine(&total, item));
    let scan = |(part, mut before): (&[T], Option<T>)| {
        let mut next = |item: &T| {
            let next = before.as_ref().map_or_else(|| item.clone(), |before| combine(before, item));
            before.insert(next).clone()
        };
        part.iter().map(&mut next).collect::<Vec<T>>()
    };
    // The first band's answers, and beside them the totals of those in the middle.
    let bands: Vec<&[T]> = items.chunks(band).collect();
    let front = &bands[..bands.len().min(workers)];
    let make = |(place, part): (usize, &&[T])| if place == 0 { scan((part, None)) } else { vec![total(part)] };
    let first: Vec<Vec<T>> = pool.install(|| front.par_iter().enumerate().with_max_len(1).map(make).collect());
    let mut before: Vec<Option<T>> = Vec::new();
    for total in first.iter().filter_map(|answers| answers.last()) {
        let next = before.last().cloned().flatten().map_or_else(|| total.clone(), |before| combine(&before, total));
        before.push(Some(next));
    }
    let rest: Vec<_> = bands.into_iter().skip(1).zip(before).collect();
    let rest: Vec<Vec<T>> = pool.install(|| rest.into_par_iter().with_max_len(1).map(scan).collect());
    first.into_iter().take(1).chain(rest).flatten().collect()
}
