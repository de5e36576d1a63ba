//! What can stand in a `static` or a `const`, what lies in memory as its value does, and locks that are poisoned.

use super::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering::SeqCst};
use super::sync::{Mutex, OnceLock, RwLock};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub fn all() {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    static LOCK: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    static BOTH: RwLock<u8> = RwLock::new(1);
    static ONCE: OnceLock<String> = OnceLock::new();
    static NONE: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
    const FLAG: bool = AtomicBool::new(true).into_inner();
    NUMBER.fetch_add(1, SeqCst);
    LOCK.lock().unwrap().push(1);
    assert_eq!((*BOTH.read().unwrap(), ONCE.get(), NONE.load(SeqCst).is_null(), FLAG), (1, None, true, true));

    let mut value = 5_u64;
    // SAFETY: nobody else has it, and it is aligned.
    let atomic = unsafe { AtomicU64::from_ptr(&mut value) };
    atomic.store(6, SeqCst);
    // SAFETY: as above.
    assert_eq!(unsafe { *atomic.as_ptr() }, 6);

    let (lock, both) = (Mutex::new(1_u8), RwLock::new(1_u8));
    let panics = catch_unwind(AssertUnwindSafe(|| {
        let _guards = (lock.lock(), both.write());
        std::panic::resume_unwind(Box::new("with both in hand"));
    }));
    assert!(panics.is_err() && lock.is_poisoned() && both.is_poisoned());
    assert_eq!(*lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner()), 1);
    lock.clear_poison();
    both.clear_poison();
    assert!(lock.lock().is_ok() && both.write().is_ok());
}
