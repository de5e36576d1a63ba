//! What can be sent: numbers, and several of them in a row.

use std::slice;

/// A type of which a message may be made.
pub trait Equivalence: Copy + Default + Send + Sync + 'static {}

macro_rules! equivalent {
    ($($number:ty)*) => { $(impl Equivalence for $number {})* };
}

equivalent!(bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64);

/// What a message can be made from.
pub trait Buffer {
    /// What it has several of.
    #[doc(hidden)]
    type Element: Equivalence;

    /// All of them.
    #[doc(hidden)]
    fn elements(&self) -> &[Self::Element];
}

/// What a message can be received into.
pub trait BufferMut: Buffer {
    /// All of them.
    #[doc(hidden)]
    fn elements_mut(&mut self) -> &mut [Self::Element];
}

impl<T: Equivalence> Buffer for T {
    type Element = T;
    fn elements(&self) -> &[T] {
        slice::from_ref(self)
    }
}

impl<T: Equivalence> BufferMut for T {
    fn elements_mut(&mut self) -> &mut [T] {
        slice::from_mut(self)
    }
}

impl<T: Equivalence> Buffer for [T] {
    type Element = T;
    fn elements(&self) -> &[T] {
        self
    }
}

impl<T: Equivalence> BufferMut for [T] {
    fn elements_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: Equivalence> Buffer for Vec<T> {
    type Element = T;
    fn elements(&self) -> &[T] {
        self
    }
}

impl<T: Equivalence> BufferMut for Vec<T> {
    fn elements_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: Equivalence, const N: usize> Buffer for [T; N] {
    type Element = T;
    fn elements(&self) -> &[T] {
        self
    }
}

impl<T: Equivalence, const N: usize> BufferMut for [T; N] {
    fn elements_mut(&mut self) -> &mut [T] {
        self
    }
}
