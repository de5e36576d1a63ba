//! The same sum with the instructions named one by one, for one kind of processor.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_mm256_add_pd, _mm256_loadu_pd, _mm256_setzero_pd, _mm256_storeu_pd};

/// The sum of `numbers` in four registers of four.
///
/// A safe function: its callers promise AVX2 by having it themselves, or in an `unsafe` block.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline(never)]
pub fn sum(numbers: &[f64]) -> f64 {
    let mut sums = [_mm256_setzero_pd(); 4];
    let (chunks, rest) = numbers.as_chunks::<16>();
    for chunk in chunks {
        let (fours, _) = chunk.as_chunks::<4>();
        for (sum, four) in sums.iter_mut().zip(fours) {
            // SAFETY: four numbers can be read there; this load needs no alignment.
            *sum = _mm256_add_pd(*sum, unsafe { _mm256_loadu_pd(four.as_ptr()) });
        }
    }
    let all = _mm256_add_pd(_mm256_add_pd(sums[0], sums[1]), _mm256_add_pd(sums[2], sums[3]));
    let mut lanes = [0.0; 4];
    // SAFETY: four numbers can be written there; this store needs no alignment.
    unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), all) };
    lanes.iter().chain(rest).sum()
}
