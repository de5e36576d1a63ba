//! Notes which worker did which part of a problem, and when.
//!
//! A kernel calls [`touch`] where it computes one element and [`part`] where it computes several at a time, in the
//! functions that all variants share: so the variants' own files, which are the lesson, know nothing of it. Both are
//! empty without the feature `on`, and do nothing until `start` has been called.
//!
//! The notes lie in shared memory, where worker processes write theirs too.

#[cfg(feature = "on")]
mod tape;

#[cfg(feature = "on")]
pub use tape::{collect, now, start};

/// What one worker did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Its process, by the system's number.
    pub process: u32,
    /// The parts it worked on, in the order of time.
    pub parts: Vec<Part>,
    /// How many more there were that found no room.
    pub lost: u64,
}

/// A run of neighbouring elements that one worker computed one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The first element.
    pub first: usize,
    /// The one after the last.
    pub end: usize,
    /// When the worker began, nanoseconds on the system's clock.
    pub from_ns: u64,
    /// When it was done, to within a few elements.
    pub to_ns: u64,
}

/// Says that this thread is about to compute element `i`. Elements that follow one another make one part.
#[inline(always)]
pub fn touch(i: usize) {
    #[cfg(feature = "on")]
    tape::touch(i);
    #[cfg(not(feature = "on"))]
    let _ = i;
}

/// Says that this thread computes the elements `first..end` until the result is dropped.
#[inline(always)]
#[must_use = "the part ends when this is dropped"]
pub fn part(first: usize, end: usize) -> Open {
    #[cfg(feature = "on")]
    tape::open(first, end);
    #[cfg(not(feature = "on"))]
    let _ = (first, end);
    Open(())
}

/// Forgets what was noted. Nobody may be at work.
pub fn clear() {
    #[cfg(feature = "on")]
    tape::clear();
}

/// A part that is being worked on.
#[derive(Debug)]
pub struct Open(());

#[cfg(feature = "on")]
impl Drop for Open {
    fn drop(&mut self) {
        tape::close();
    }
}
