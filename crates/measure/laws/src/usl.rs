//! The Universal Scalability Law: workers also get in each other's way, and past some number more of them are slower.
//!
//! N. J. Gunther, "A simple capacity model of massively parallel transaction systems", CMG Conference, 1993; at length
//! in *Guerrilla Capacity Planning*, Springer 2007.

// ANCHOR: usl
/// How many times as fast `workers` (≥ 1) are as one. The fraction `contention` (0 to 1) of the work is done by one at
/// a time, as in Amdahl's law; and each worker spends `coherence` (≥ 0), a fraction of the whole job's time on one, on
/// agreeing with each other worker about what they share.
pub fn speedup(contention: f64, coherence: f64, workers: f64) -> f64 {
    workers / (1.0 + contention * (workers - 1.0) + coherence * workers * (workers - 1.0))
}

/// How many workers are fastest, not rounded; infinite without coherence.
pub fn best(contention: f64, coherence: f64) -> f64 {
    ((1.0 - contention) / coherence).sqrt().max(1.0)
}
// ANCHOR_END: usl
