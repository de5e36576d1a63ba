//! Vectors of `f64`, as wide as a processor's registers, and the four instructions that the microkernel needs.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256d, __m512d, _mm256_fmadd_pd, _mm256_loadu_pd, _mm256_set1_pd, _mm256_storeu_pd, _mm512_fmadd_pd,
    _mm512_loadu_pd, _mm512_set1_pd, _mm512_storeu_pd,
};

// ANCHOR: vector
/// A register full of numbers.
pub trait Vector: Copy {
    /// How many.
    const LANES: usize;

    /// The first numbers of `from`.
    ///
    /// # Safety
    /// The processor has the vector's instructions, and `from` as many numbers.
    unsafe fn load(from: &[f64]) -> Self;
    /// `x` in every lane.
    ///
    /// # Safety
    /// The processor has the vector's instructions.
    unsafe fn splat(x: f64) -> Self;
    /// `a × b + self`, lane by lane.
    ///
    /// # Safety
    /// The processor has the vector's instructions.
    unsafe fn plus_product(self, a: Self, b: Self) -> Self;
    /// Writes the first numbers of `to`.
    ///
    /// # Safety
    /// The processor has the vector's instructions, and `to` as many numbers.
    unsafe fn store(self, to: &mut [f64]);
}
// ANCHOR_END: vector

// ANCHOR: avx512
#[cfg(target_arch = "x86_64")]
impl Vector for __m512d {
    const LANES: usize = 8;

    #[inline(always)]
    unsafe fn load(from: &[f64]) -> Self {
        debug_assert!(from.len() >= Self::LANES);
        // SAFETY: the caller has AVX-512 and the numbers, in this and in the next three.
        unsafe { _mm512_loadu_pd(from.as_ptr()) }
    }
    #[inline(always)]
    unsafe fn splat(x: f64) -> Self {
        // SAFETY: see `load`.
        unsafe { _mm512_set1_pd(x) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        // SAFETY: see `load`.
        unsafe { _mm512_fmadd_pd(a, b, self) }
    }
    #[inline(always)]
    unsafe fn store(self, to: &mut [f64]) {
        debug_assert!(to.len() >= Self::LANES);
        // SAFETY: see `load`.
        unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self) }
    }
}
// ANCHOR_END: avx512

#[cfg(target_arch = "x86_64")]
impl Vector for __m256d {
    const LANES: usize = 4;

    #[inline(always)]
    unsafe fn load(from: &[f64]) -> Self {
        debug_assert!(from.len() >= Self::LANES);
        // SAFETY: the caller has AVX2, FMA and the numbers, in this and in the next three.
        unsafe { _mm256_loadu_pd(from.as_ptr()) }
    }
    #[inline(always)]
    unsafe fn splat(x: f64) -> Self {
        // SAFETY: see `load`.
        unsafe { _mm256_set1_pd(x) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        // SAFETY: see `load`.
        unsafe { _mm256_fmadd_pd(a, b, self) }
    }
    #[inline(always)]
    unsafe fn store(self, to: &mut [f64]) {
        debug_assert!(to.len() >= Self::LANES);
        // SAFETY: see `load`.
        unsafe { _mm256_storeu_pd(to.as_mut_ptr(), self) }
    }
}

/// For every other processor: two numbers, of which the compiler makes a vector where it knows one. A multiply-add is
/// one instruction on each aarch64; elsewhere it would be a slow library call.
impl Vector for [f64; 2] {
    const LANES: usize = 2;

    #[inline(always)]
    unsafe fn load(from: &[f64]) -> Self {
        [from[0], from[1]]
    }
    #[inline(always)]
    unsafe fn splat(x: f64) -> Self {
        [x; 2]
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        match cfg!(target_arch = "aarch64") {
            true => [a[0].mul_add(b[0], self[0]), a[1].mul_add(b[1], self[1])],
            false => [a[0] * b[0] + self[0], a[1] * b[1] + self[1]],
        }
    }
    #[inline(always)]
    unsafe fn store(self, to: &mut [f64]) {
        to[..2].copy_from_slice(&self);
    }
}
