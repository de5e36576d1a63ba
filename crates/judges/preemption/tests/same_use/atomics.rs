//! Everything that atomics can do (but for being constant); also played by loom.

use super::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use super::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize, Ordering, compiler_fence, fence,
};
use std::fmt::{Debug, Pointer};
use std::panic::{RefUnwindSafe, UnwindSafe};

fn shared<T: Send + Sync + RefUnwindSafe + UnwindSafe>() {}

/// What every atomic can do.
macro_rules! exchanges {
    ($atomic:expr, $old:expr, $new:expr) => {{
        let atomic = $atomic;
        assert_eq!(atomic.load(Acquire), $old);
        atomic.store($new, Release);
        assert_eq!(atomic.swap($old, AcqRel), $new);
        assert_eq!(atomic.compare_exchange($old, $new, SeqCst, Relaxed), Ok($old));
        assert_eq!(atomic.compare_exchange($old, $new, SeqCst, Relaxed), Err($new));
        while atomic.compare_exchange_weak($new, $old, AcqRel, Acquire).is_err() {}
        #[allow(deprecated, reason = "an old book may still say so")]
        let before = atomic.compare_and_swap($old, $new, SeqCst);
        assert_eq!(before, $old);
        assert_eq!(atomic.fetch_update(SeqCst, SeqCst, |_| Some($old)), Ok($new));
        assert_eq!(atomic.try_update(SeqCst, SeqCst, |_| None), Err($old));
        assert_eq!(atomic.update(SeqCst, SeqCst, |_| $new), $old);
        let _debug: &dyn Debug = &atomic;
        atomic.into_inner()
    }};
}

/// What every atomic number can do.
macro_rules! numbers {
    ($($name:ident)*) => {$(
        shared::<$name>();
        assert_eq!($name::default().into_inner(), 0);
        let mut number: $name = 7.into();
        *number.get_mut() += 1;
        assert_eq!(number.fetch_sub(1, Relaxed), 8);
        assert_eq!(number.fetch_add(1, Relaxed), 7);
        assert_eq!(number.fetch_and(12, Relaxed), 8);
        assert_eq!(number.fetch_or(3, Relaxed), 8);
        assert_eq!(number.fetch_xor(1, Relaxed), 11);
        assert_eq!(number.fetch_max(20, Relaxed), 10);
        assert_eq!(number.fetch_min(5, Relaxed), 20);
        assert_eq!(number.fetch_nand(1, Relaxed), 5);
        assert_eq!(number.load(Relaxed), !1);
        assert_eq!(exchanges!($name::new(1), 1, 2), 2);
    )*};
}

pub fn all() {
    numbers!(AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize);
    numbers!(AtomicI8 AtomicI16 AtomicI32 AtomicI64 AtomicIsize);

    shared::<AtomicBool>();
    assert!(!AtomicBool::default().into_inner());
    let mut flag = AtomicBool::from(false);
    *flag.get_mut() = true;
    assert!(flag.fetch_and(true, Relaxed) && flag.fetch_or(false, Relaxed));
    assert!(flag.fetch_xor(true, Relaxed) && !flag.fetch_nand(true, Relaxed));
    assert!(flag.fetch_not(Relaxed));
    assert!(exchanges!(AtomicBool::new(false), false, true));

    shared::<AtomicPtr<u16>>();
    let mut values = [1_u16, 2, 3];
    let (first, null) = (values.as_mut_ptr(), std::ptr::null_mut());
    let pointer: AtomicPtr<u16> = AtomicPtr::default();
    assert!(pointer.load(SeqCst).is_null());
    let _pointer: &dyn Pointer = &pointer;
    assert!(AtomicPtr::from(first).into_inner() == first);
    assert_eq!(exchanges!(AtomicPtr::new(first), first, null), null);
    let mut pointer = AtomicPtr::new(null);
    *pointer.get_mut() = first;
    assert_eq!(pointer.fetch_ptr_add(2, SeqCst), first);
    assert_eq!(pointer.fetch_ptr_sub(1, SeqCst), first.wrapping_add(2));
    assert_eq!(pointer.fetch_byte_sub(2, SeqCst), first.wrapping_add(1));
    assert_eq!(pointer.fetch_byte_add(2, SeqCst), first);
    assert_eq!(pointer.fetch_byte_sub(2, AcqRel), first.wrapping_add(1));
    assert_eq!(pointer.fetch_or(1, Release), first);
    assert_eq!(pointer.fetch_xor(1, Relaxed), first.wrapping_byte_add(1));
    assert_eq!(pointer.fetch_and(!1, Acquire), first);
    assert_eq!(pointer.into_inner(), first);

    // Structures that hold them are made as the standard library lets them.
    #[derive(Debug, Default)]
    struct Node {
        next: AtomicPtr<Node>,
        ready: AtomicBool,
        tickets: [AtomicUsize; 2],
    }
    let node = Node::default();
    assert!(node.next.load(SeqCst).is_null() && !node.ready.load(SeqCst) && node.tickets[1].load(SeqCst) == 0);
    let orders: [Ordering; 3] = [Acquire, Release, SeqCst];
    orders.into_iter().for_each(fence);
    compiler_fence(SeqCst);
}
