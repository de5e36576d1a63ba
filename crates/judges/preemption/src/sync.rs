//! `std::sync`: what is locked or changed through these types can be stopped at. The rest is the library's own.
//!
//! Whatever the library's type can do, its stand-in can: an answer that compiles beside `std` compiles here.
//! `tests/same_use.rs` uses all of it in both.

use crate::step;
use ::std::fmt::{self, Debug, Formatter};
use ::std::sync as real;
pub use ::std::sync::*;

/// Declares a lock around the library's own: what both kinds can do, besides being taken.
macro_rules! lock {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name<T: ?Sized>(real::$name<T>);

        impl<T> $name<T> {
            #[doc = concat!("See [`real::", stringify!($name), "::new`].")]
            pub const fn new(value: T) -> Self {
                Self(real::$name::new(value))
            }

            #[doc = concat!("See [`real::", stringify!($name), "::into_inner`].")]
            ///
            /// # Errors
            /// As that.
            pub fn into_inner(self) -> LockResult<T> {
                self.0.into_inner()
            }
        }

        impl<T: ?Sized> $name<T> {
            #[doc = concat!("See [`real::", stringify!($name), "::get_mut`].")]
            ///
            /// # Errors
            /// As that.
            pub fn get_mut(&mut self) -> LockResult<&mut T> {
                self.0.get_mut()
            }

            #[doc = concat!("See [`real::", stringify!($name), "::is_poisoned`].")]
            pub fn is_poisoned(&self) -> bool {
                self.0.is_poisoned()
            }

            #[doc = concat!("See [`real::", stringify!($name), "::clear_poison`].")]
            pub fn clear_poison(&self) {
                self.0.clear_poison();
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }

        impl<T: ?Sized + Debug> Debug for $name<T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

lock!(
    /// The library's, with a step before it is locked, and one after.
    Mutex
);
lock!(
    /// The library's, with a step before it is locked, and one after.
    RwLock
);

/// Takes a lock: a step before, and one with the lock in hand, while others find it taken.
fn taken<G, E>(take: impl FnOnce() -> Result<G, E>) -> Result<G, E> {
    step();
    let guard = take();
    if guard.is_ok() {
        step();
    }
    guard
}

impl<T: ?Sized> Mutex<T> {
    /// See [`real::Mutex::lock`].
    ///
    /// # Errors
    /// As that.
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        taken(|| self.0.lock())
    }

    /// See [`real::Mutex::try_lock`].
    ///
    /// # Errors
    /// As that.
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        taken(|| self.0.try_lock())
    }
}

impl<T: ?Sized> RwLock<T> {
    /// See [`real::RwLock::read`].
    ///
    /// # Errors
    /// As that.
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        taken(|| self.0.read())
    }

    /// See [`real::RwLock::try_read`].
    ///
    /// # Errors
    /// As that.
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        taken(|| self.0.try_read())
    }

    /// See [`real::RwLock::write`].
    ///
    /// # Errors
    /// As that.
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        taken(|| self.0.write())
    }

    /// See [`real::RwLock::try_write`].
    ///
    /// # Errors
    /// As that.
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        taken(|| self.0.try_write())
    }
}

/// The library's, with a step wherever it is looked into or filled.
#[derive(Clone, PartialEq, Eq)]
pub struct OnceLock<T>(real::OnceLock<T>);

impl<T> OnceLock<T> {
    /// See [`real::OnceLock::new`].
    pub const fn new() -> Self {
        Self(real::OnceLock::new())
    }

    /// See [`real::OnceLock::get`].
    pub fn get(&self) -> Option<&T> {
        step();
        self.0.get()
    }

    /// See [`real::OnceLock::get_mut`].
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.0.get_mut()
    }

    /// See [`real::OnceLock::wait`].
    pub fn wait(&self) -> &T {
        step();
        self.0.wait()
    }

    /// See [`real::OnceLock::set`].
    ///
    /// # Errors
    /// As that.
    pub fn set(&self, value: T) -> Result<(), T> {
        step();
        self.0.set(value)
    }

    /// See [`real::OnceLock::get_or_init`].
    pub fn get_or_init<F: FnOnce() -> T>(&self, make: F) -> &T {
        step();
        self.0.get_or_init(make)
    }

    /// See [`real::OnceLock::take`].
    pub fn take(&mut self) -> Option<T> {
        self.0.take()
    }

    /// See [`real::OnceLock::into_inner`].
    pub fn into_inner(self) -> Option<T> {
        self.0.into_inner()
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for OnceLock<T> {
    fn from(value: T) -> Self {
        Self(real::OnceLock::from(value))
    }
}

impl<T: Debug> Debug for OnceLock<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `std::sync::atomic`, with a step wherever an atomic is read or written.
pub mod atomic {
    use super::step;
    use ::std::cell::Cell;
    use ::std::fmt::{self, Debug, Formatter, Pointer};
    use ::std::sync::atomic as real;
    pub use ::std::sync::atomic::*;

    thread_local! {
        /// Whether the thread's next weak exchange fails, whatever is there.
        static FAILS: Cell<bool> = const { Cell::new(true) };
    }

    /// Whether a weak exchange fails though the value is the expected one. That is what makes it weak; on x86 it never
    /// does so, here every other one of a thread does.
    fn fails_for_nothing() -> bool {
        FAILS.replace(!FAILS.get())
    }

    /// The methods of every atomic, for the type and its value's type.
    macro_rules! methods {
        ($real:ty, $value:ty) => {
            pub const fn new(value: $value) -> Self {
                Self(<$real>::new(value))
            }

            /// # Safety
            /// As that of the library's.
            pub const unsafe fn from_ptr<'a>(ptr: *mut $value) -> &'a Self {
                // SAFETY: the caller promises what the library asks for, and this type is laid out as the library's.
                unsafe { &*ptr.cast() }
            }

            pub const fn as_ptr(&self) -> *mut $value {
                self.0.as_ptr()
            }

            pub fn get_mut(&mut self) -> &mut $value {
                self.0.get_mut()
            }

            pub const fn into_inner(self) -> $value {
                self.0.into_inner()
            }

            pub fn load(&self, order: Ordering) -> $value {
                step();
                self.0.load(order)
            }

            pub fn store(&self, value: $value, order: Ordering) {
                step();
                self.0.store(value, order);
            }

            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                step();
                self.0.swap(value, order)
            }

            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                step();
                self.0.compare_exchange(current, new, success, failure)
            }

            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                step();
                if fails_for_nothing() {
                    return Err(self.0.load(failure));
                }
                self.0.compare_exchange(current, new, success, failure)
            }

            #[deprecated = "as the library's: `compare_exchange` says what happened"]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
                step();
                #[allow(deprecated, reason = "that is what it stands for")]
                self.0.compare_and_swap(current, new, order)
            }

            // A load and an exchange, as in the library: somebody may come between the two.
            pub fn try_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let mut old = self.load(fetch);
                while let Some(new) = change(old) {
                    match self.compare_exchange(old, new, set, fetch) {
                        Ok(old) => return Ok(old),
                        Err(newer) => old = newer,
                    }
                }
                Err(old)
            }

            pub fn fetch_update<F: FnMut($value) -> Option<$value>>(
                &self,
                set: Ordering,
                fetch: Ordering,
                change: F,
            ) -> Result<$value, $value> {
                self.try_update(set, fetch, change)
            }

            pub fn update(&self, set: Ordering, fetch: Ordering, mut change: impl FnMut($value) -> $value) -> $value {
                self.try_update(set, fetch, |old| Some(change(old))).unwrap_or_else(|old| old)
            }
        };
    }

    /// Declares an atomic around the library's own, with those of its methods that not every atomic has.
    macro_rules! atomics {
        ($($name:ident($value:ty) $(, $method:ident)*;)*) => {$(
            /// The library's, with a step wherever it is read or written.
            #[derive(Default)]
            #[repr(transparent)]
            pub struct $name(pub(crate) real::$name);

            impl From<$value> for $name {
                fn from(value: $value) -> Self {
                    Self::new(value)
                }
            }

            impl Debug for $name {
                fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            #[allow(missing_docs, reason = "the library's own methods, of the same names")]
            impl $name {
                methods!(real::$name, $value);

                $(pub fn $method(&self, value: $value, order: Ordering) -> $value {
                    step();
                    self.0.$method(value, order)
                })*
            }
        )*};
    }

    /// Declares atomic numbers: all have the same methods.
    macro_rules! numbers {
        ($($name:ident($value:ty);)*) => {
            atomics! {
                $($name($value), fetch_add, fetch_sub, fetch_and, fetch_nand, fetch_or, fetch_xor, fetch_max, fetch_min;)*
            }
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

    #[allow(missing_docs, reason = "the library's own method, of the same name")]
    impl AtomicBool {
        pub fn fetch_not(&self, order: Ordering) -> bool {
            step();
            self.0.fetch_not(order)
        }
    }

    /// The library's, with a step wherever it is read or written.
    #[repr(transparent)]
    pub struct AtomicPtr<T>(real::AtomicPtr<T>);

    impl<T> Default for AtomicPtr<T> {
        fn default() -> Self {
            Self(real::AtomicPtr::default())
        }
    }

    impl<T> From<*mut T> for AtomicPtr<T> {
        fn from(value: *mut T) -> Self {
            Self::new(value)
        }
    }

    impl<T> Debug for AtomicPtr<T> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            Debug::fmt(&self.0, f)
        }
    }

    impl<T> Pointer for AtomicPtr<T> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            Pointer::fmt(&self.0, f)
        }
    }

    /// Methods of the pointer with one argument besides the order.
    macro_rules! on_pointers {
        ($($method:ident: $argument:ty),*) => {$(
            pub fn $method(&self, value: $argument, order: Ordering) -> *mut T {
                step();
                self.0.$method(value, order)
            }
        )*};
    }

    #[allow(missing_docs, reason = "the library's own methods, of the same names")]
    impl<T> AtomicPtr<T> {
        methods!(real::AtomicPtr<T>, *mut T);
        on_pointers!(fetch_ptr_add: usize, fetch_ptr_sub: usize, fetch_byte_add: usize, fetch_byte_sub: usize);
        on_pointers!(fetch_or: usize, fetch_and: usize, fetch_xor: usize);
    }
}
