//! How many numbers does one core add in a nanosecond, by the number of accumulators?

use benches::{
    experiment::{Outcome, point, series},
    timing::repeat,
};
use instruction_set::{Set, with};
use record::{Point, Series};
use std::hint::black_box;
use steps_simd::{dispatched, many_chains};

/// 18 KiB of `f64`: they stay in the first-level cache. A multiple of every number of accumulators.
const NUMBERS: usize = 2_304;

/// Numbers added in a nanosecond, one an instruction and in vectors.
pub fn measure() -> Outcome<Series> {
    let mut found = Vec::new();
    sweep::<1>(&mut found);
    sweep::<2>(&mut found);
    sweep::<4>(&mut found);
    sweep::<6>(&mut found);
    sweep::<8>(&mut found);
    sweep::<16>(&mut found);
    sweep::<32>(&mut found);
    Ok(series("accumulators", "numbers per nanosecond", found))
}

/// One point of each line.
fn sweep<const N: usize>(found: &mut Vec<Point>) {
    let numbers = vec![0.5; NUMBERS];
    let mut add = |line: &str, sum: &dyn Fn(&[f64]) -> f64| {
        let rates: Vec<_> = repeat(|| sum(black_box(&numbers))).iter().map(|s| NUMBERS as f64 / (s * 1e9)).collect();
        found.push(point(line, N as f64, &rates));
    };
    #[cfg(target_arch = "x86_64")]
    add("one an instruction", &one_an_instruction::<N>);
    add("as compiled for any x86-64", &many_chains::sum::<N>);
    for set in [Set::Avx2, Set::Avx512] {
        if set <= Set::here() {
            with(set, || add(&format!("as compiled for {set}"), &dispatched::sum::<N>));
        }
    }
}

/// The same sum, with the one instruction written out that the compiler would make a vector of.
#[cfg(target_arch = "x86_64")]
#[inline(never)]
fn one_an_instruction<const N: usize>(numbers: &[f64]) -> f64 {
    let mut sums = [0.0_f64; N];
    for chunk in numbers.as_chunks::<N>().0 {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            // SAFETY: it reads the number behind a reference, adds it to a register, and touches nothing else.
            unsafe {
                std::arch::asm!("addsd {sum}, qword ptr [{x}]", sum = inout(xmm_reg) *sum, x = in(reg) x,
                    options(pure, readonly, nostack, preserves_flags));
            }
        }
    }
    sums.into_iter().sum()
}
