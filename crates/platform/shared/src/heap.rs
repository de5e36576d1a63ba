//! A web page has no other process to share with: plain memory.

use std::ops::{Deref, DerefMut};

/// A slice of fixed length.
pub struct Shared<T>(Vec<T>);

impl<T: bytemuck::Pod> Shared<T> {
    /// `len` zeros.
    pub fn zeroed(len: usize) -> Self {
        Self(vec![T::zeroed(); len])
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}
