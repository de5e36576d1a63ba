//! One source, compiled three times; the processor is asked which it can run.

use crate::many_chains;
use instruction_set::in_use;

/// The sum of `numbers` in `N` accumulators.
pub fn sum<const N: usize>(numbers: &[f64]) -> f64 {
    match in_use() {
        // SAFETY: the processor was asked for AVX-512.
        #[cfg(target_arch = "x86_64")]
        instruction_set::Set::Avx512 => unsafe { avx512::<N>(numbers) },
        // SAFETY: the processor was asked for AVX2.
        #[cfg(target_arch = "x86_64")]
        instruction_set::Set::Avx2 => unsafe { avx2::<N>(numbers) },
        _ => many_chains::sum::<N>(numbers),
    }
}

/// The same, in registers of eight `f64`. What is inlined here is compiled for AVX-512 as well.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw")]
fn avx512<const N: usize>(numbers: &[f64]) -> f64 {
    many_chains::sum::<N>(numbers)
}

/// The same, in registers of four.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<const N: usize>(numbers: &[f64]) -> f64 {
    many_chains::sum::<N>(numbers)
}
