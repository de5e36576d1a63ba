//! A loop that calls a function the compiler can't see into.

/// Replaces each of `angles`, in radians, by its sine.
#[inline(never)]
pub fn run(angles: &mut [f64]) {
    for x in angles {
        *x = x.sin();
    }
}
