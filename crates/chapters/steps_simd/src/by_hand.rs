//! The same sum with the instructions named one by one, for one kind of processor.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64 as arch;

/// The sum of `numbers` in four registers of four.
///
/// # Safety
/// The processor has AVX2. To code that is compiled for AVX2 itself this is a safe function.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline(never)]
pub fn sum(numbers: &[f64]) -> f64 {
    let mut sums = [arch::_mm256_setzero_pd(); 4];
    let (chunks, rest) = numbers.as_chunks::<16>();
    for chunk in chunks {
        let (fours, _) = chunk.as_chunks::<4>();
        for (sum, four) in sums.iter_mut().zip(fours) {
            // SAFETY: four numbers can be read there, aligned or not.
            let four = unsafe { arch::_mm256_loadu_pd(four.as_ptr()) };
            *sum = arch::_mm256_add_pd(*sum, four);
        }
    }
    let low = arch::_mm256_add_pd(sums[0], sums[1]);
    let high = arch::_mm256_add_pd(sums[2], sums[3]);
    let mut lanes = [0.0; 4];
    let all = arch::_mm256_add_pd(low, high);
    // SAFETY: four numbers can be written there, aligned or not.
    unsafe { arch::_mm256_storeu_pd(lanes.as_mut_ptr(), all) };
    lanes.iter().chain(rest).sum()
}
