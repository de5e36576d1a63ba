//! One source, compiled twice; the processor is asked which it can run.

use crate::many_chains;

/// The sum of `numbers` in `N` accumulators.
pub fn sum<const N: usize>(numbers: &[f64]) -> f64 {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was just asked for AVX2.
        return unsafe { avx2::<N>(numbers) };
    }
    many_chains::sum::<N>(numbers)
}

/// The same, in registers of four `f64`. What is inlined here is compiled for AVX2 as well.
///
/// # Safety
/// The processor has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
pub fn avx2<const N: usize>(numbers: &[f64]) -> f64 {
    many_chains::sum::<N>(numbers)
}
