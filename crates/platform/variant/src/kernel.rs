//! What a kernel says of itself.

use crate::{Precision, Variant};

/// A problem of the book and all that is said of it, but for its formula: what its crate calls `KERNEL`, and all that
/// the line-up needs to know.
///
/// `P` is the problem, `A` the memory for its answer, a slice of `T` from outside.
pub struct Kernel<P: 'static, A: 'static, T> {
    /// The crate's name, which readers type.
    pub name: &'static str,
    /// What a size counts.
    pub size_is: &'static str,
    /// The size that is raced and benchmarked where none is asked for.
    pub default_size: usize,
    /// The sizes at which every variant must agree with `serial`: nothing, one, a prime, a power of two, and one more
    /// than a power of two that is larger than any block or portion.
    pub test_sizes: &'static [usize],
    /// Memory that a problem of that size takes with its answer and the expected one, bytes.
    pub bytes: fn(size: u128) -> u128,
    /// Arithmetic and traffic of a problem of that size, for the roofline; none where another kernel's stands for it.
    pub work: Option<fn(size: usize) -> Work>,
    /// Makes a problem of that size, the same one on every machine.
    pub problem: fn(size: usize, load: Load) -> P,
    /// Makes room for the answer.
    pub answer: fn(&P) -> A,
    /// What no right answer holds: with this in all places, a variant that writes nothing is found out.
    pub spoilt: T,
    /// Whether two answers agree, within the tolerance of that precision; if not, a sentence that says where they
    /// differ.
    pub agree: Agree<P, T>,
    /// Every way the problem is solved, `serial` first.
    pub variants: &'static [Variant<P, A>],
}

/// Compares two answers to a problem.
pub type Agree<P, T> = fn(&P, want: &[T], got: &[T], Precision) -> Result<(), String>;

// ANCHOR: work
/// The least that a problem takes, whoever solves it: every variant
/// is measured against the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Operations on floating-point numbers: additions, products, and
    /// their like (minima, divisions, roots); a multiply-add is two.
    /// Where a kernel computes nothing else, those on integers.
    pub operations: f64,
    /// Bytes that must come from memory once or go there once: the
    /// problem and its answer.
    pub bytes: f64,
    /// Bits of a number, 32 or 64: twice as many of the short ones
    /// fit into a register.
    pub bits: u32,
}
// ANCHOR_END: work

/// How the work is spread over a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// As in the book.
    Usual,
    /// Nearly all of it at one end.
    Skewed,
}
