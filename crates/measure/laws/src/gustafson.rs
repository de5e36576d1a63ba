//! Gustafson's law: the time stays the same, the work grows with the cores.
//!
//! J. L. Gustafson, "Reevaluating Amdahl's law", Communications of the ACM 31(5), 1988, who credits the formula to E.
//! Barsis.

// ANCHOR: gustafson
/// How many times as long one core would need for what `cores` cores (≥ 1) do, when the fraction `parallel` (0 to 1) of
/// *their* time goes into shared work, and the rest into work that one of them does alone.
pub fn scaled_speedup(parallel: f64, cores: f64) -> f64 {
    (1.0 - parallel) + parallel * cores
}
// ANCHOR_END: gustafson
