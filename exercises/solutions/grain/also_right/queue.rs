//! Every thread of the pool takes the next part from a queue until there is none.

use std::sync::Mutex;

/// No recursion at all.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(4 * rayon::current_num_threads()).max(least);
    let queue = Mutex::new(items.chunks(grain));
    let next = || queue.lock().unwrap().next();
    let sums = rayon::broadcast(|_| {
        let mut sum = 0_u64;
        while let Some(items) = next() {
            sum = sum.wrapping_add(part(items));
        }
        sum
    });
    sums.into_iter().fold(0, u64::wrapping_add)
}
