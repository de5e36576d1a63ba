//! Builds a pool of its own, as large as the caller's: rayon's threads, but not those that were asked for.
//! caught by: all_threads_work

use rayon::ThreadPoolBuilder;

/// The right parts, done by others.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = rayon::current_num_threads();
    let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let grain = items.len().div_ceil(4 * workers).max(2 * least);
    let sums = std::sync::Mutex::new(0_u64);
    let sums = &sums;
    pool.in_place_scope(|scope| {
        for items in items.chunks(grain) {
            scope.spawn(move |_| {
                let sum = part(items);
                let mut sums = sums.lock().unwrap();
                *sums = sums.wrapping_add(sum);
            });
        }
    });
    *sums.lock().unwrap()
}
