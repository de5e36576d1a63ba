//! `std::sync`: what is locked or changed through these types can be stopped at. The rest is the library's own.

use crate::step;
use ::std::ops::{Deref, DerefMut};
use ::std::sync as real;
pub use ::std::sync::*;

/// Declares a type around the library's own, to which it gives way wherever nothing is done to what is shared.
macro_rules! around {
    ($(#[$doc:meta])* $name:ident<T $(: ?$sized:ident)?>) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<T $(: ?$sized)?>(real::$name<T>);

        impl<T $(: ?$sized)?> Deref for $name<T> {
            type Target = real::$name<T>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<T $(: ?$sized)?> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }
    };
}

around!(
    /// The library's, with a step wherever it is locked.
    Mutex<T: ?Sized>
);
around!(
    /// The library's, with a step wherever it is locked.
    RwLock<T: ?Sized>
);
around!(
    /// The library's, with a step wherever it is looked into or filled.
    OnceLock<T>
);

impl<T> Mutex<T> {
    /// See [`real::Mutex::new`].
    pub const fn new(value: T) -> Self {
        Self(real::Mutex::new(value))
    }

    /// See [`real::Mutex::into_inner`].
    ///
    /// # Errors
    /// As that.
    pub fn into_inner(self) -> LockResult<T> {
        self.0.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// See [`real::Mutex::lock`].
    ///
    /// # Errors
    /// As that.
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        step();
        self.0.lock()
    }

    /// See [`real::Mutex::try_lock`].
    ///
    /// # Errors
    /// As that.
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        step();
        self.0.try_lock()
    }
}

impl<T> RwLock<T> {
    /// See [`real::RwLock::new`].
    pub const fn new(value: T) -> Self {
        Self(real::RwLock::new(value))
    }

    /// See [`real::RwLock::into_inner`].
    ///
    /// # Errors
    /// As that.
    pub fn into_inner(self) -> LockResult<T> {
        self.0.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// See [`real::RwLock::read`].
    ///
    /// # Errors
    /// As that.
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        step();
        self.0.read()
    }

    /// See [`real::RwLock::write`].
    ///
    /// # Errors
    /// As that.
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        step();
        self.0.write()
    }
}

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

    /// See [`real::OnceLock::set`].
    ///
    /// # Errors
    /// As that.
    pub fn set(&self, value: T) -> Result<(), T> {
        step();
        self.0.set(value)
    }

    /// See [`real::OnceLock::get_or_init`].
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        step();
        self.0.get_or_init(make)
    }

    /// See [`real::OnceLock::into_inner`].
    pub fn into_inner(self) -> Option<T> {
        self.0.into_inner()
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// `std::sync::atomic`, with a step wherever an atomic is read or written.
pub mod atomic {
    use super::step;
    use ::std::ops::{Deref, DerefMut};
    use ::std::sync::atomic as real;
    pub use ::std::sync::atomic::*;

    /// Declares an atomic around the library's own, with those of its methods that both flags and numbers have.
    macro_rules! atomics {
        ($($name:ident($value:ty) $(, $method:ident)*;)*) => {$(
            /// The library's, with a step wherever it is read or written.
            #[derive(Debug, Default)]
            #[repr(transparent)]
            pub struct $name(pub(crate) real::$name);

            impl Deref for $name {
                type Target = real::$name;

                fn deref(&self) -> &Self::Target {
                    &self.0
                }
            }

            impl DerefMut for $name {
                fn deref_mut(&mut self) -> &mut Self::Target {
                    &mut self.0
                }
            }

            impl From<$value> for $name {
                fn from(value: $value) -> Self {
                    Self::new(value)
                }
            }

            #[allow(missing_docs, reason = "the library's own methods, of the same names")]
            impl $name {
                pub const fn new(value: $value) -> Self {
                    Self(real::$name::new(value))
                }

                pub fn into_inner(self) -> $value {
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
                    self.0.compare_exchange_weak(current, new, success, failure)
                }

                $(pub fn $method(&self, value: $value, order: Ordering) -> $value {
                    step();
                    self.0.$method(value, order)
                })*
            }
        )*};
    }

    atomics! {
        AtomicBool(bool), swap, fetch_and, fetch_or, fetch_xor, fetch_nand;
        AtomicU8(u8), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicU16(u16), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicU32(u32), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicU64(u64), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicUsize(usize), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicI8(i8), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicI16(i16), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicI32(i32), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicI64(i64), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
        AtomicIsize(isize), swap, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_max, fetch_min;
    }
}
