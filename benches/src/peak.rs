//! How much arithmetic the cores do in a second when nothing else is asked of them.

use std::{
    hint::{self, black_box},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

/// Chains of operations that don't wait for each other. Eight multiply-adds must be under way at once on a core that
/// begins two in a tick and has each ready after four; some have to have ten.
const CHAINS: usize = 12;

/// Steps of every chain in a run: some twenty milliseconds, in which the system finds a core of its own for each
/// thread.
const STEPS: usize = 10_000_000;

/// A floating-point type's run on one thread.
pub struct Float {
    /// `f32` or `f64`.
    pub name: &'static str,
    /// Runs every chain to its end and returns the operations that it took.
    run: fn() -> f64,
}

/// The two that the book computes with.
pub const FLOATS: [Float; 2] = [Float { name: "f64", run: double::run }, Float { name: "f32", run: single::run }];

impl Float {
    /// Operations a second on so many threads (at least 1), two for each multiply-add, in the vector instructions that
    /// the book's kernels are compiled for: AVX2 with fused multiply-add where the processor has both, else the
    /// baseline's.
    pub fn rate(&self, threads: usize) -> f64 {
        let ready = AtomicUsize::new(0);
        let start_and_run = || {
            // Once for nothing: by then the system has found a core for each. And then nobody sleeps, for who is woken
            // begins on the core of who wakes them.
            (self.run)();
            ready.fetch_add(1, Ordering::Relaxed);
            while ready.load(Ordering::Relaxed) < threads {
                hint::spin_loop();
            }
            let start = Instant::now();
            let operations = (self.run)();
            (operations, start, Instant::now())
        };
        thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|_| scope.spawn(start_and_run)).collect();
            let runs = all.into_iter().map(|one| one.join().expect("arithmetic never panics"));
            // From the first that begins to the last that ends: with more threads than cores they take turns.
            let (operations, start, end) = runs
                .reduce(|(a, from, to), (b, start, end)| (a + b, from.min(start), to.max(end)))
                .expect("at least one thread");
            operations / (end - start).as_secs_f64()
        })
    }
}

/// The run for one type: the same text, compiled for each.
macro_rules! run {
    ($module:ident, $float:ty, $lanes:literal) => {
        mod $module {
            use super::*;

            pub fn run() -> f64 {
                #[cfg(target_arch = "x86_64")]
                if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                    #[target_feature(enable = "avx2,fma")]
                    fn avx2(factor: $float) -> [[$float; $lanes]; CHAINS] {
                        chains::<true>(factor)
                    }
                    // SAFETY: the processor was just asked for both features.
                    return counted(unsafe { avx2(black_box(0.5)) });
                }
                counted(chains::<{ cfg!(target_arch = "aarch64") }>(black_box(0.5)))
            }

            fn counted(sums: [[$float; $lanes]; CHAINS]) -> f64 {
                // x = x / 2 + 1 ends at 2: that the loop did run can be seen.
                assert!(black_box(sums).as_flattened().iter().all(|&sum| sum == 2.0));
                2.0 * ($lanes * CHAINS * STEPS) as f64
            }

            // ANCHOR: chains
            /// Twelve vectors, each a chain of multiply-adds.
            #[inline(always)]
            fn chains<const FMA: bool>(factor: $float) -> [[$float; $lanes]; CHAINS] {
                let mut sums: [[$float; $lanes]; CHAINS] = [[0.0; $lanes]; CHAINS];
                for _ in 0..STEPS {
                    for chain in &mut sums {
                        for sum in chain {
                            let rounded_twice = *sum * factor + 1.0;
                            *sum = if FMA { sum.mul_add(factor, 1.0) } else { rounded_twice };
                        }
                    }
                }
                sums
            }
            // ANCHOR_END: chains
        }
    };
}

run!(double, f64, 4);
run!(single, f32, 8);

#[cfg(test)]
mod tests {
    use super::FLOATS;

    #[test]
    fn every_thread_runs_to_the_end_and_counts() {
        for float in FLOATS {
            for threads in [1, 2, 3] {
                // `run` itself asserts the result; a billion a second is what a core did twenty years ago.
                assert!(float.rate(threads) > 1e8, "{} on {threads}", float.name);
            }
        }
    }
}
