//! Amdahl's law: the work stays the same, the cores grow in number.
//!
//! G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities", AFIPS
//! Spring Joint Computer Conference, 1967. The argument is his; the formula was written down by his readers.

// ANCHOR: amdahl
/// How many times as fast a job runs on `cores` cores (≥ 1) as on one, when the fraction `parallel` (0 to 1) of its
/// time on one core can be shared out evenly, the rest not at all.
pub fn speedup(parallel: f64, cores: f64) -> f64 {
    1.0 / ((1.0 - parallel) + parallel / cores)
}

/// The speedup that no number of cores exceeds; infinite when everything can be shared out.
pub fn limit(parallel: f64) -> f64 {
    1.0 / (1.0 - parallel)
}
// ANCHOR_END: amdahl

/// The law turned round: how many cores make a job `wanted` times as fast. `None` when no number of them does.
pub fn cores_for(parallel: f64, wanted: f64) -> Option<f64> {
    (1.0..limit(parallel)).contains(&wanted).then(|| parallel / (1.0 / wanted - (1.0 - parallel)))
}
