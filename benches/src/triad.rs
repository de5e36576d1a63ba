//! How many bytes memory moves in a second.

use std::{hint::black_box, thread, time::Instant};

/// Elements of each array, 64 MiB: caches of 32 MiB and more are common.
const ELEMENTS: usize = 8 << 20;

/// Three long arrays: the triad of STREAM (McCalpin 1995).
pub struct Triad {
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
}

impl Default for Triad {
    fn default() -> Self {
        Self::new()
    }
}

impl Triad {
    /// Fills the arrays with numbers whose sum is easily checked.
    pub fn new() -> Self {
        Self { a: vec![0.0; ELEMENTS], b: vec![1.0; ELEMENTS], c: vec![2.0; ELEMENTS] }
    }

    // ANCHOR: run
    /// Computes `a = b + 3 c` on so many threads (at least 1), each with a band of its own.
    ///
    /// Bytes moved in a second, counted as STREAM counts them: 24 for each element, two read and one written.
    pub fn run(&mut self, threads: usize) -> f64 {
        let Self { a, b, c } = self;
        let band = a.len().div_ceil(threads);
        let start = Instant::now();
        thread::scope(|scope| {
            for ((a, b), c) in a.chunks_mut(band).zip(b.chunks(band)).zip(c.chunks(band)) {
                scope.spawn(move || {
                    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
                        *a = *b + 3.0 * *c;
                    }
                });
            }
        });
        // Whoever sees the answer forbids the compiler to leave out the work.
        black_box(&mut *a);
        (24 * a.len()) as f64 / start.elapsed().as_secs_f64()
    }
    // ANCHOR_END: run
}

#[cfg(test)]
mod tests {
    use super::Triad;

    #[test]
    fn every_element_is_computed_by_any_number_of_threads() {
        for threads in [1, 2, 3, 7] {
            let mut triad = Triad::new();
            assert!(triad.run(threads) > 0.0);
            assert!(triad.a.iter().all(|&a| a == 7.0), "{threads} threads");
        }
    }
}
