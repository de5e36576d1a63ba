//! `std::sync::atomic` as loom plays it: every load sees every value that its ordering allows.

use std::cell::Cell;
use std::fmt::{self, Debug, Formatter, Pointer};
use std::ops::{Deref, DerefMut};

pub use loom::sync::atomic::{Ordering, fence, spin_loop_hint};
/// Only keeps the compiler from reordering: loom reorders nothing that the compiler may.
pub use std::sync::atomic::compiler_fence;

thread_local! {
    /// How many of the next weak exchanges fail without a cause.
    static WEAK: Cell<u32> = const { Cell::new(0) };
}

/// From now on, the next `times` weak exchanges fail without a cause, as they may on machines other than x86. loom's
/// own never do.
pub fn fail_weak_exchanges(times: u32) {
    WEAK.set(times);
}

/// The value of an atomic that nobody else can be using; what is written to it is the atomic's when this is dropped.
/// (loom keeps values elsewhere, so there is nothing to lend.)
pub struct Exclusive<T: Copy, W: FnMut(T)> {
    value: T,
    write: W,
}

impl<T: Copy, W: FnMut(T)> Deref for Exclusive<T, W> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Copy, W: FnMut(T)> DerefMut for Exclusive<T, W> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Copy, W: FnMut(T)> Drop for Exclusive<T, W> {
    fn drop(&mut self) {
        (self.write)(self.value);
    }
}

/// A swap, one step as any other. loom 0.7 doesn't know that of two swaps and a store in a row the store is the newest:
/// a thread that swaps while it waits might read its own `true` for ever. Here, a swap that changes nothing writes
/// nothing.
///
/// It takes exchanges, of which each looks at the newest value; a load might see an older one, which may equal the new
/// value by chance, as the address of a node that is used again. `$guess` is any other value than the new one: of a
/// flag, what is there if there is something to change.
macro_rules! swap {
    ($self:ident, $value:ident, $order:ident, $guess:expr) => {{
        let mut guess = $guess;
        loop {
            match $self.0.compare_exchange(guess, $value, $order, loads($order)) {
                Ok(old) => break old,
                Err(same) if same == $value => break same,
                Err(other) => guess = other,
            }
        }
    }};
}

/// The ordering of the load in a step of this ordering.
fn loads(order: Ordering) -> Ordering {
    match order {
        Ordering::AcqRel => Ordering::Acquire,
        Ordering::Release => Ordering::Relaxed,
        order => order,
    }
}

/// The methods of every atomic but `swap`, for loom's type and its value's type.
macro_rules! methods {
    ($value:ty) => {
        #[track_caller]
        pub fn into_inner(self) -> $value {
            self.0.into_inner()
        }

        #[track_caller]
        pub fn get_mut(&mut self) -> Exclusive<$value, impl FnMut($value)> {
            // SAFETY: nobody else has it.
            let value = unsafe { self.0.unsync_load() };
            // Nobody else has it, so any ordering will do.
            Exclusive { value, write: |value| self.0.store(value, Ordering::SeqCst) }
        }

        #[track_caller]
        pub fn load(&self, order: Ordering) -> $value {
            self.0.load(order)
        }

        #[track_caller]
        pub fn store(&self, value: $value, order: Ordering) {
            self.0.store(value, order);
        }

        #[track_caller]
        pub fn compare_exchange(
            &self,
            current: $value,
            new: $value,
            success: Ordering,
            failure: Ordering,
        ) -> Result<$value, $value> {
            self.0.compare_exchange(current, new, success, failure)
        }

        #[track_caller]
        pub fn compare_exchange_weak(
            &self,
            current: $value,
            new: $value,
            success: Ordering,
            failure: Ordering,
        ) -> Result<$value, $value> {
            match WEAK.get() {
                0 => self.0.compare_exchange(current, new, success, failure),
                more => {
                    WEAK.set(more - 1);
                    Err(self.0.load(failure))
                }
            }
        }

        #[track_caller]
        #[deprecated = "as the library's: `compare_exchange` says what happened"]
        pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
            #[allow(deprecated, reason = "that is what it stands for")]
            self.0.compare_and_swap(current, new, order)
        }

        #[track_caller]
        pub fn try_update(
            &self,
            set: Ordering,
            fetch: Ordering,
            change: impl FnMut($value) -> Option<$value>,
        ) -> Result<$value, $value> {
            self.0.try_update(set, fetch, change)
        }

        #[track_caller]
        pub fn fetch_update<F: FnMut($value) -> Option<$value>>(
            &self,
            set: Ordering,
            fetch: Ordering,
            change: F,
        ) -> Result<$value, $value> {
            self.0.try_update(set, fetch, change)
        }

        #[track_caller]
        pub fn update(&self, set: Ordering, fetch: Ordering, change: impl FnMut($value) -> $value) -> $value {
            self.0.update(set, fetch, change)
        }
    };
}

/// Declares an atomic around loom's, with those of its methods that not every atomic has.
macro_rules! atomics {
    ($($name:ident($value:ty), $($method:ident),*;)*) => {$(
        /// loom's.
        pub struct $name(loom::sync::atomic::$name);

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(<$value>::default())
            }
        }

        impl From<$value> for $name {
            #[track_caller]
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }

        impl Debug for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                // Without a look at the value: that would be a step that the answer doesn't take.
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        #[allow(missing_docs, reason = "the library's own methods, of the same names")]
        impl $name {
            #[track_caller]
            pub fn new(value: $value) -> Self {
                Self(loom::sync::atomic::$name::new(value))
            }

                #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                swap!(self, value, order, !value)
            }

            methods!($value);

            $(
                #[track_caller]
                pub fn $method(&self, value: $value, order: Ordering) -> $value {
                    self.0.$method(value, order)
                }
            )*
        }
    )*};
}

/// Declares atomic numbers: all have the same methods.
macro_rules! numbers {
    ($($name:ident($value:ty);)*) => {
        atomics! {$(
            $name($value), fetch_add, fetch_sub, fetch_and, fetch_nand, fetch_or, fetch_xor, fetch_max, fetch_min;
        )*}
    };
}

atomics! {
    AtomicBool(bool), fetch_and, fetch_nand, fetch_or, fetch_xor;
}
numbers! {
    AtomicU8(u8);
    AtomicU16(u16);
    AtomicU32(u32);
    AtomicU64(u64);
    AtomicUsize(usize);
    AtomicI8(i8);
    AtomicI16(i16);
    AtomicI32(i32);
    AtomicI64(i64);
    AtomicIsize(isize);
}

#[allow(missing_docs, reason = "the library's own methods, of the same names")]
impl AtomicBool {
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.0.fetch_xor(true, order)
    }
}

/// loom's.
pub struct AtomicPtr<T>(loom::sync::atomic::AtomicPtr<T>);

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}

impl<T> From<*mut T> for AtomicPtr<T> {
    #[track_caller]
    fn from(value: *mut T) -> Self {
        Self::new(value)
    }
}

impl<T> Debug for AtomicPtr<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicPtr").finish_non_exhaustive()
    }
}

impl<T> Pointer for AtomicPtr<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // A look that orders nothing, as the library's.
        Pointer::fmt(&self.0.load(Ordering::Relaxed), f)
    }
}

#[allow(missing_docs, reason = "the library's own methods, of the same names")]
impl<T> AtomicPtr<T> {
    #[track_caller]
    pub fn new(value: *mut T) -> Self {
        Self(loom::sync::atomic::AtomicPtr::new(value))
    }

    methods!(*mut T);

    #[track_caller]
    pub fn swap(&self, value: *mut T, order: Ordering) -> *mut T {
        swap!(self, value, order, value.wrapping_byte_add(1))
    }
}

/// Methods that change a pointer by a number: one step, as the library's.
macro_rules! on_pointers {
    ($($method:ident = $change:expr;)*) => {
        #[allow(missing_docs, reason = "the library's own methods, of the same names")]
        impl<T> AtomicPtr<T> {$(
            #[track_caller]
            pub fn $method(&self, value: usize, order: Ordering) -> *mut T {
                self.0.update(order, loads(order), |old| $change(old, value))
            }
        )*}
    };
}

on_pointers! {
    fetch_ptr_add = |old: *mut T, by| old.wrapping_add(by);
    fetch_ptr_sub = |old: *mut T, by| old.wrapping_sub(by);
    fetch_byte_add = |old: *mut T, by| old.wrapping_byte_add(by);
    fetch_byte_sub = |old: *mut T, by| old.wrapping_byte_sub(by);
    fetch_or = |old: *mut T, with| old.map_addr(|address| address | with);
    fetch_and = |old: *mut T, with| old.map_addr(|address| address & with);
    fetch_xor = |old: *mut T, with| old.map_addr(|address| address ^ with);
}
