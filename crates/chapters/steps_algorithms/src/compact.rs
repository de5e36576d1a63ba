//! Stream compaction: the items that pass a test, side by side and in their order.

use rayon::prelude::*;

/// The items that `keep` accepts. It is called twice for each.
pub fn compact<T, F>(items: &[T], bands: usize, keep: F) -> Vec<T>
where
    T: Copy + Default + Send + Sync,
    F: Fn(&T) -> bool + Sync,
{
    let band = items.len().div_ceil(bands).max(1);
    // Pass one: how many does each band keep?
    let count = |band: &[T]| band.iter().filter(|item| keep(item)).count();
    let counts: Vec<usize> = items.par_chunks(band).map(count).collect();
    // A scan of the counts says where each band's part begins. To split one part after the other off the answer is such
    // a scan.
    let mut answer = vec![T::default(); counts.iter().sum()];
    let mut rest = answer.as_mut_slice();
    let mut parts = Vec::new();
    for count in counts {
        parts.push(rest.split_off_mut(..count).expect("the counts add up"));
    }
    // Pass two: each band writes into its part, which nobody else can.
    items.par_chunks(band).zip(parts).for_each(|(band, part)| {
        for (slot, item) in part.iter_mut().zip(band.iter().filter(|item| keep(item))) {
            *slot = *item;
        }
    });
    answer
}
