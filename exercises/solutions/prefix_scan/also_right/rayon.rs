//! Two passes of a rayon pool.

use rayon::prelude::*;

/// Rayon's threads take the bands.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let band = items.len().div_ceil(workers).max(1);
    let total = |part: &[T]| part[1..].iter().fold(part[0].clone(), |total, item| combine(&total, item));
    let totals: Vec<T> = pool.install(|| items.par_chunks(band).with_max_len(1).map(total).collect());
    let mut before: Vec<Option<T>> = vec![None];
    for total in totals {
        let next = before.last().unwrap().as_ref().map_or_else(|| total.clone(), |before| combine(before, &total));
        before.push(Some(next));
    }
    pool.install(|| {
        let bands = items.par_chunks(band).with_max_len(1).zip(before);
        bands
            .flat_map_iter(|(part, mut before)| {
                let combine = &combine;
                part.iter().map(move |item| {
                    let next = before.as_ref().map_or_else(|| item.clone(), |before| combine(before, item));
                    before.insert(next).clone()
                })
            })
            .collect()
    })
}
