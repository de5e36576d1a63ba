//! What chains, vectors and polynomials cost on one core.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, in_turns, in_warm_turns, repeat},
};
use great_circle::Pairs;
use instruction_set::{Set, widest, with};
use rand::{RngExt, SeedableRng};
use shared::Shared;
use std::{cell::RefCell, hint::black_box, time::Instant};
use steps_simd::{
    arcsine, cosine, dispatched, early_exit, estrin, fused, horner, in_blocks, library_call, one_chain, sine,
    ulp::{Function, Judge},
};
use variant::{Load, Unavailable, Workers};

/// 16 KiB of `f64`: they stay in the first-level cache.
pub const NUMBERS: usize = 2_048;

/// The sum of 2,048 numbers in one accumulator.
pub fn sum_one_chain() -> Outcome<Vec<f64>> {
    let numbers = numbers();
    Ok(repeat(|| one_chain::sum(black_box(&numbers))))
}

/// The same in 32 accumulators, which are 8 registers where there is AVX2.
pub fn sum_many_chains() -> Outcome<Vec<f64>> {
    let numbers = numbers();
    Ok(repeat(|| dispatched::sum::<32>(black_box(&numbers))))
}

/// The first of 2,048 numbers above a limit that none is above: how many times as fast in blocks of sixteen.
pub fn in_blocks_gain() -> Outcome<Vec<f64>> {
    let numbers = numbers();
    Ok(in_turns(
        || early_exit::first_above(black_box(&numbers), 2.0),
        || in_blocks::first_above(black_box(&numbers), 2.0),
    ))
}

/// One sine by the library's function.
pub fn sine_call() -> Outcome<Vec<f64>> {
    Ok(sines([library_call::run]).into_iter().map(|[seconds]| seconds).collect())
}

/// One sine of a loop that the compiler made vectors of.
pub fn sine_vector() -> Outcome<Vec<f64>> {
    Ok(sines([sine::run]).into_iter().map(|[seconds]| seconds).collect())
}

/// How many times as fast that is. They take turns, and each turn gives one ratio.
pub fn sine_gain() -> Outcome<Vec<f64>> {
    Ok(sines([library_call::run, sine::run]).into_iter().map(|[call, vector]| call / vector).collect())
}

/// How many times as fast it is compiled for AVX2, in registers of four.
pub fn sine_avx2_gain() -> Outcome<Vec<f64>> {
    compiled_for(Set::Avx2)?;
    let avx2: Loop = |angles| with(Set::Avx2, || sines_widest(angles));
    Ok(sines([library_call::run, avx2]).into_iter().map(|[call, vector]| call / vector).collect())
}

/// How many times as fast AVX-512 is as AVX2, in turns: on the sines, where everything is in the nearest cache.
pub fn sine_avx512_gain() -> Outcome<Vec<f64>> {
    compiled_for(Set::Avx512)?;
    let avx2: Loop = |angles| with(Set::Avx2, || sines_widest(angles));
    let avx512: Loop = |angles| with(Set::Avx512, || sines_widest(angles));
    Ok(sines([avx2, avx512]).into_iter().map(|[narrow, wide]| narrow / wide).collect())
}

/// The same on the sum in 64 accumulators, which is as much loading as adding.
pub fn sum_avx512_gain() -> Outcome<Vec<f64>> {
    let numbers = numbers();
    avx512_gain(|| dispatched::sum::<64>(black_box(&numbers)))
}

/// The same on the same numbers, the first of which begins a line of the cache.
pub fn sum_on_lines_avx512_gain() -> Outcome<Vec<f64>> {
    const LINE: usize = 64;
    let numbers = numbers();
    let mut room = vec![0.0; numbers.len() + LINE / size_of::<f64>()];
    let start = room.as_ptr().align_offset(LINE);
    let on_lines = &mut room[start..][..numbers.len()];
    on_lines.copy_from_slice(&numbers);
    avx512_gain(|| dispatched::sum::<64>(black_box(on_lines)))
}

/// The same on a million pairs of points, by the variant `simd`.
pub fn great_circle_avx512_gain() -> Outcome<Vec<f64>> {
    let pairs = Pairs::random(1_000_000, 7);
    let mut km = Shared::zeroed(pairs.len());
    avx512_gain(|| great_circle::simd::run(&pairs, Workers::ONE, &mut km))
}

/// The same on all cores, which then share the memory.
pub fn great_circle_avx512_gain_all() -> Outcome<Vec<f64>> {
    let pairs = Pairs::random(1_000_000, 7);
    let mut km = Shared::zeroed(pairs.len());
    avx512_gain(|| great_circle::simd_rayon::run(&pairs, Workers::available(), &mut km))
}

/// The same on the Mandelbrot set, by the variant `simd`.
pub fn mandelbrot_avx512_gain() -> Outcome<Vec<f64>> {
    let kernel = &mandelbrot::KERNEL;
    let view = (kernel.problem)(kernel.default_size, Load::Usual);
    let mut counts = (kernel.answer)(&view);
    avx512_gain(|| mandelbrot::simd::run(&view, Workers::ONE, &mut counts))
}

/// How many times as fast `work` is with AVX-512 as with AVX2, in turns.
pub fn avx512_gain<T>(mut work: impl FnMut() -> T) -> Outcome<Vec<f64>> {
    compiled_for(Set::Avx512)?;
    // Both turns need it, one at a time.
    let work = RefCell::new(&mut work);
    let run = |set| with(set, || (work.borrow_mut())());
    Ok(in_warm_turns(|| run(Set::Avx2), || run(Set::Avx512)))
}

fn compiled_for(set: Set) -> Outcome<()> {
    match set <= Set::here() {
        true => Ok(()),
        false => Err(Unavailable::new(format!("this processor has no {set}"))),
    }
}

widest! {
    fn sines_widest(angles: &mut [f64]) {
        avx512 => sines_in_place(angles),
        avx2 => sines_in_place(angles),
        baseline => sines_in_place(angles),
    }
}

#[inline(always)]
fn sines_in_place(angles: &mut [f64]) {
    for x in angles {
        *x = sine::sin(*x);
    }
}

/// One polynomial by Horner's rule, when each waits for the value of the one before.
pub fn horner_waiting() -> Outcome<Vec<f64>> {
    Ok(waiting(horner::polynomial))
}

/// The same by Estrin's scheme.
pub fn estrin_waiting() -> Outcome<Vec<f64>> {
    Ok(waiting(estrin::polynomial))
}

/// One polynomial by Horner's rule, of 2,048 that don't wait.
pub fn horner_array() -> Outcome<Vec<f64>> {
    let mut numbers = numbers();
    let all = repeat(|| all(black_box(&mut numbers), horner::polynomial));
    Ok(all.into_iter().map(|seconds| seconds / NUMBERS as f64).collect())
}

/// The same by Estrin's scheme.
pub fn estrin_array() -> Outcome<Vec<f64>> {
    let mut numbers = numbers();
    let all = repeat(|| all(black_box(&mut numbers), estrin::polynomial));
    Ok(all.into_iter().map(|seconds| seconds / NUMBERS as f64).collect())
}

/// How many times as long `mul_add` takes in code compiled for any x86-64, where it is a call.
pub fn fused_call() -> Outcome<Vec<f64>> {
    let (mut fused, mut plain) = (numbers(), numbers());
    Ok(in_turns(|| all(black_box(&mut fused), fused::polynomial), || all(black_box(&mut plain), horner::polynomial)))
}

/// The largest error of `sin` found, in ulp.
pub fn sine_ulp() -> Outcome<Vec<f64>> {
    Ok(largest_error(Function::Sine, sine::sin, 1e6))
}

/// The largest error of `cos` found, in ulp.
pub fn cosine_ulp() -> Outcome<Vec<f64>> {
    Ok(largest_error(Function::Cosine, cosine::cos, 1e6))
}

/// The largest error of `asin` found, in ulp.
pub fn arcsine_ulp() -> Outcome<Vec<f64>> {
    Ok(largest_error(Function::Arcsine, arcsine::asin, 1.0))
}

/// Numbers from 0 to 1, the same each time.
pub fn numbers() -> Vec<f64> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
    (0..NUMBERS).map(|_| rng.random_range(0.0..1.0)).collect()
}

/// A loop that replaces angles by their sines.
type Loop = fn(&mut [f64]);

/// Seconds for one sine by each of the loops, which take turns. Each gets the same angles of up to ten radians, too
/// many for a processor to learn which branch comes when.
fn sines<const N: usize>(loops: [Loop; N]) -> Vec<[f64; N]> {
    const ANGLES: usize = 20_000;
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
    let angles: Vec<f64> = (0..ANGLES).map(|_| rng.random_range(-10.0..10.0)).collect();
    let mut sines = angles.clone();
    let mut seconds = |run: Loop| {
        let mut one = || {
            // Not timed; and the sine of a sine of a sine would soon be a small number.
            sines.copy_from_slice(&angles);
            let start = Instant::now();
            run(black_box(&mut sines));
            start.elapsed().as_secs_f64()
        };
        one();
        (0..10).map(|_| one()).sum::<f64>() / 10.0 / ANGLES as f64
    };
    (0..SAMPLES).map(|_| loops.map(&mut seconds)).collect()
}

/// Replaces each number by its polynomial.
fn all(numbers: &mut [f64], polynomial: impl Fn(f64, &[f64; 8]) -> f64) {
    for t in numbers {
        *t = polynomial(*t, &sine::SINE);
    }
}

/// Seconds for one of a thousand polynomials, each of the value of the one before.
fn waiting(polynomial: impl Fn(f64, &[f64; 8]) -> f64) -> Vec<f64> {
    const STEPS: usize = 1_000;
    let c = black_box(sine::SINE);
    let chain = || (0..STEPS).fold(black_box(0.5), |t, _| polynomial(t, &c));
    repeat(chain).into_iter().map(|seconds| seconds / STEPS as f64).collect()
}

/// The largest error of 20,000, in ulp. It is counted, not timed: one sample says it, the same each time.
fn largest_error(f: Function, ours: fn(f64) -> f64, limit: f64) -> Vec<f64> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(11);
    let mut judge = Judge::new();
    let mut error = |x: f64| judge.error(f, x, ours(x));
    vec![(0..20_000).map(|_| error(rng.random_range(-limit..=limit))).fold(0.0, f64::max)]
}
