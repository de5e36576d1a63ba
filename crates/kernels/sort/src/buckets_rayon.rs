//! The keys are dealt into buckets by their first bits; whoever is free sorts a bucket. Nothing is left to merge.

use crate::Keys;
use rayon::prelude::*;
use shared::Shared;
use std::{array, iter::zip, mem, slice::IterMut};
use variant::{Unavailable, Workers};

/// So many buckets that one of a million keys fits into a near cache, and so few that the ends of all of them do.
const BUCKETS: usize = 256;

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, workers: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| sort(keys, answer));
    Ok(())
}

// ANCHOR: sort
fn sort(keys: &[u64], answer: &mut [u64]) {
    // Small keys all begin with zeros: the bits that count are the first eight of the largest.
    let largest = keys.par_iter().copied().max().unwrap_or(0);
    let shift = (u64::BITS - largest.leading_zeros()).saturating_sub(BUCKETS.ilog2());
    let bucket_of = |key: u64| (key >> shift) as usize;

    // Each worker counts what its band has for each bucket,
    let band = keys.len().div_ceil(rayon::current_num_threads()).max(1);
    let counts: Vec<[usize; BUCKETS]> = (keys.par_chunks(band))
        .map(|keys| {
            let mut counts = [0; BUCKETS];
            keys.iter().for_each(|&key| counts[bucket_of(key)] += 1);
            counts
        })
        .collect();
    // gets as much room in each, behind that of the bands before it,
    let mut places: Vec<[IterMut<'_, u64>; BUCKETS]> =
        counts.iter().map(|_| array::from_fn(|_| IterMut::default())).collect();
    let mut rest = &mut *answer;
    for bucket in 0..BUCKETS {
        for (places, counts) in zip(&mut places, &counts) {
            places[bucket] = take(&mut rest, counts[bucket]).iter_mut();
        }
    }
    // and deals them out.
    keys.par_chunks(band).zip(places).for_each(|(keys, mut places)| {
        for &key in keys {
            *places[bucket_of(key)].next().expect("there is room for as many as were counted") = key;
        }
    });

    let mut rest = answer;
    let size = |bucket| counts.iter().map(|counts: &[usize; BUCKETS]| counts[bucket]).sum();
    let buckets: Vec<_> = (0..BUCKETS).map(|bucket| take(&mut rest, size(bucket))).collect();
    buckets.into_par_iter().for_each(<[u64]>::sort_unstable);
}
// ANCHOR_END: sort

/// Cuts the first `n` keys off `rest`.
fn take<'a>(rest: &mut &'a mut [u64], n: usize) -> &'a mut [u64] {
    let (first, others) = mem::take(rest).split_at_mut(n);
    *rest = others;
    first
}
