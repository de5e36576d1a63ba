//! Does the lock exclude, does it give back, does it promise no more than it keeps, and do its orderings hold on every
//! machine?

use loom_std::{Mishap, atomic::fail_weak_exchanges};
use spinlock::{Guard, SpinLock};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};
use std::sync::{Arc, MutexGuard};
use std::thread;
use std::time::Duration;
use witness::{deadline, planted};

/// What the learner's file is made of when loom runs it.
#[allow(unused_imports, reason = "an answer needs one or two of them")]
mod sync {
    pub use loom::hint::spin_loop;
    pub use loom_std::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};
}

/// The same file once more. There, `crate::sync` is the module above.
#[allow(
    dead_code,
    unused_imports,
    clippy::duplicate_mod,
    reason = "the answer once more, for loom: not all of it is used here"
)]
#[path = "../src/lib.rs"]
mod under_loom;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, assert_eq, panic};

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn one_thread_takes_and_gives_back() {
    deadline("one thread", "where `lock` sees that the lock is free, and where the guard gives it back", LIMIT, || {
        let (lock, other) = (SpinLock::new(41), SpinLock::new("another"));
        *lock.lock() += 1;
        assert_eq!(*lock.lock(), 42, "the value after `*lock.lock() += 1`, which began as 41");
        let held = lock.lock();
        assert!(
            lock.try_lock().is_none(),
            "`try_lock` returned a guard while another guard is alive.\nA guard is a promise that there is no other."
        );
        assert!(other.try_lock().is_some(), "one lock is held, and an unrelated one can't be taken any more.");
        drop(held);
        let again = lock.try_lock().expect("the guard was dropped, so the lock is free: `try_lock` should take it");
        assert_eq!(*again, 42);
        assert!(
            lock.try_lock().is_none(),
            "`try_lock` returned a second guard beside the first.\nDoes it *take* the lock, or only look?"
        );
        drop(again);
        assert_eq!(lock.into_inner(), 42);
    });
}

#[test]
fn a_failed_attempt_changes_nothing() {
    deadline("`try_lock` of a lock that is held", "what `try_lock` leaves behind when it fails", LIMIT, || {
        let lock = SpinLock::new(0);
        let held = lock.lock();
        for _ in 0..3 {
            assert!(
                lock.try_lock().is_none(),
                "an attempt to take a lock that is held must fail, and go on failing.\nWhat did the last attempt write?"
            );
        }
        drop(held);
        assert!(
            lock.try_lock().is_some(),
            "after failed attempts and the end of the only guard the lock is still taken. Who would give it back?"
        );
    });
}

#[test]
fn the_value_is_dropped_once() {
    deadline("a value with a destructor", "who owns the value", LIMIT, || {
        let value = Rc::new(());
        let lock = SpinLock::new(Rc::clone(&value));
        drop(lock.lock());
        assert_eq!(Rc::strong_count(&value), 2, "the end of a guard is not the end of the value.");
        drop(lock);
        assert_eq!(Rc::strong_count(&value), 1, "the value lives on when its lock is gone.");

        let drops = Cell::new(0);
        let taken_out = SpinLock::new(Counted(&drops)).into_inner();
        assert_eq!(drops.get(), 0, "`into_inner` gives the value away: the lock must not drop it, too.");
        drop(taken_out);
        assert_eq!(drops.get(), 1, "what `into_inner` returned was dropped once.");
    });
}

/// Counts how often it is dropped, and can stand more than once.
struct Counted<'c>(&'c Cell<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn whoever_waits_waits_for_as_long_as_it_takes() {
    deadline("a guard that is held for long", "what ends the wait in `lock`", LIMIT, || {
        let lock = Arc::new(SpinLock::new(1));
        let held = lock.lock();
        let theirs = Arc::clone(&lock);
        let inside = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&inside);
        // So long that it has computed, not by the clock: by then it has asked a million times.
        let got_in = witness::within(Duration::from_millis(60), move || {
            let value = theirs.lock();
            tell.store(true, SeqCst);
            *value
        });
        assert!(
            got_in.is_none() && !inside.load(SeqCst),
            "a thread got the lock while another one held a guard, having waited for some time.\nOnly a lock that is free ends \
             the wait, however long that takes."
        );
        drop(held);
        while !inside.load(SeqCst) {
            thread::yield_now();
        }
    });
}

#[test]
fn threads_take_turns() {
    // Plenty of time, and few rounds: with a fair lock, each waits for the next holder to be given a core.
    let limit = 3 * LIMIT;
    deadline("three threads that count", "how a thread learns that the lock is free", limit, || {
        const EACH: u64 = 200;
        // Two numbers, so that a second holder is noticed even if it changes nothing in the end.
        let lock = SpinLock::new((0_u64, 0_u64));
        let there = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    // None begins before all are there. Relaxed: nothing but the lock may put them in an order, or
                    // ThreadSanitizer wouldn't see a lock that doesn't.
                    there.fetch_add(1, Relaxed);
                    while there.load(Relaxed) < 3 {
                        thread::yield_now();
                    }
                    for _ in 0..EACH {
                        let mut both = lock.lock();
                        both.0 += 1;
                        assert_eq!(
                            both.0,
                            both.1 + 1,
                            "somebody else changed the value while this thread held the lock"
                        );
                        both.1 += 1;
                    }
                });
            }
        });
        let (got, want) = (lock.into_inner().0, 3 * EACH);
        assert_eq!(
            got,
            want,
            "3 threads counted to {EACH} each and got {got} of {want}.\n\
             {} additions are lost: two threads were in there at once.",
            want.abs_diff(got)
        );
    });
}

#[test]
fn a_panic_gives_the_lock_back() {
    deadline("a thread that panics while it holds the lock", "what is still run when a thread panics", LIMIT, || {
        let lock = SpinLock::new(1);
        thread::scope(|scope| {
            let holder = scope.spawn(|| {
                let mut held = lock.lock();
                *held = 2;
                planted("the check lets this thread panic while it holds the lock");
            });
            assert!(holder.join().is_err());
        });
        match lock.try_lock() {
            Some(guard) => assert_eq!(*guard, 2, "what was written before the panic stays written."),
            None => panic!("a thread panicked with the guard in its hands, and the lock is taken for good."),
        };
    });
}

/// Whether a type keeps a promise, found out by the compiler: an inherent constant goes before a trait's.
macro_rules! is {
    ($type:ty: $promise:ident) => {{
        #[allow(dead_code, reason = "which of the two is used is the answer")]
        trait Otherwise {
            const IT: bool = false;
        }
        impl<T> Otherwise for T {}
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "which of the two is used is the answer")]
        impl<T: $promise> Probe<T> {
            const IT: bool = true;
        }
        <Probe<$type>>::IT
    }};
}

/// May be shared by threads, but not moved to another: the opposite of a `Cell`.
type Stays = MutexGuard<'static, u8>;

#[test]
fn the_lock_promises_what_it_keeps() {
    assert!(
        !is!(SpinLock<Rc<u8>>: Sync),
        "your `SpinLock<Rc<u8>>` is `Sync`. Then one thread clones the `Rc` and keeps the clone, another does the same, \
         and both change one count.\nWhich promise of `T` do you need before threads may share the lock?"
    );
    assert!(
        !is!(SpinLock<Stays>: Sync),
        "your `SpinLock<MutexGuard<u8>>` is `Sync`. A `MutexGuard` may be looked at from anywhere but must not leave its \
         thread; through your lock it can, by `mem::replace`.\nIs it being *looked at* that a lock's value must allow, or \
         being *moved*?"
    );
    assert!(
        is!(SpinLock<Cell<u8>>: Sync),
        "your `SpinLock<Cell<u8>>` isn't `Sync`. Only the holder reaches the cell, and there is one: it needn't be \
         `Sync` itself. You ask too much of `T`."
    );
    assert!(is!(SpinLock<Cell<u8>>: Send), "your `SpinLock<Cell<u8>>` isn't `Send`, though all that it owns is.");
    assert!(!is!(SpinLock<Rc<u8>>: Send), "your `SpinLock<Rc<u8>>` is `Send`, and takes its `Rc` along.");
}

#[test]
fn the_guard_promises_what_it_keeps() {
    assert!(
        !is!(Guard<'static, Cell<u8>>: Sync),
        "your `Guard<Cell<u8>>` is `Sync`. Two threads that share one guard both get `&Cell<u8>` from it, and set it at \
         the same time.\nSharing a guard is sharing the value: which promise is that?"
    );
    assert!(is!(Guard<'static, u8>: Sync), "your `Guard<u8>` isn't `Sync`, though everybody may look at a `u8`.");
    assert!(
        !is!(Guard<'static, Rc<u8>>: Send),
        "your `Guard<Rc<u8>>` is `Send`: another thread gets at the `Rc` through it."
    );
    assert!(
        !is!(Guard<'static, Stays>: Send),
        "your `Guard<MutexGuard<u8>>` is `Send`. Whoever has a guard can take the value out by `mem::replace`, and a \
         `MutexGuard` must not leave its thread.\nA guard is like a `&mut T`: what does it ask of `T` to send one?"
    );
}

/// A value that loom watches: every access must come after all that conflict with it, in every execution. The
/// learner's lock is what has to see to that.
struct Watched(loom::cell::UnsafeCell<u64>);

impl Watched {
    fn new() -> Self {
        Self(loom::cell::UnsafeCell::new(0))
    }

    fn add(&mut self) {
        // SAFETY: loom panics before this runs if anybody else can be here.
        self.0.with_mut(|count| unsafe { *count += 1 });
    }

    fn get(&self) -> u64 {
        // SAFETY: as above.
        self.0.with(|count| unsafe { *count })
    }
}

/// Lets loom run `model` in every order with at most `switches` interruptions of a thread that could have gone on.
/// `test` is the name of the test that calls this.
#[track_caller]
fn explore(test: &str, what: &'static str, switches: usize, model: fn()) {
    if let Err(found) = loom_std::explore(test, what, switches, model) {
        panic!("{}", found.tell(what, advice));
    }
}

/// What the learner should look at.
fn advice(mishap: Mishap) -> String {
    match mishap {
        Mishap::Race => {
            "Two threads used the value, and nothing makes one come after the other. Either both held the lock, or the one \
             that took it second need not see what the first had done: then look at the ordering with which the lock is given \
             back, and the one with which it is taken. (And are all atomics from `crate::sync`?)"
        }
        Mishap::Endless => {
            "A thread waits and waits. Either nobody gives the lock back, or the wait doesn't call `sync::spin_loop`, by \
             which loom knows that it is time for another thread."
        }
        Mishap::Deadlock => "Every thread waits for another.",
        Mishap::NotLooms | Mishap::Other => "",
    }
    .into()
}

#[test]
fn loom_runs_two_threads() {
    explore("loom_runs_two_threads", "two threads that lock twice each", 4, || {
        let lock = Arc::new(under_loom::SpinLock::new(Watched::new()));
        let theirs = Arc::clone(&lock);
        let other = loom::thread::spawn(move || {
            for _ in 0..2 {
                theirs.lock().add();
            }
        });
        for _ in 0..2 {
            lock.lock().add();
        }
        other.join().unwrap();
        assert_eq!(lock.lock().get(), 4, "two threads added 1 twice each");
    });
}

// Nobody waits here: of two threads that wait for a third, loom may let each give way to the other for ever.
#[test]
fn loom_runs_three_threads() {
    explore("loom_runs_three_threads", "three threads that try to lock", 3, || {
        let lock = Arc::new(under_loom::SpinLock::new(Watched::new()));
        let others = [(); 2].map(|()| {
            let lock = Arc::clone(&lock);
            loom::thread::spawn(move || attempt(&lock))
        });
        let mine = attempt(&lock);
        let all = others.into_iter().fold(mine, |sum, other| sum + other.join().unwrap());
        assert_eq!(lock.lock().get(), all, "three threads added {all} together");
    });
}

/// How much it added: 1 if it got the lock.
fn attempt(lock: &under_loom::SpinLock<Watched>) -> u64 {
    match lock.try_lock() {
        Some(mut guard) => {
            guard.add();
            1
        }
        None => 0,
    }
}

#[test]
fn loom_runs_an_attempt_beside_a_holder() {
    explore("loom_runs_an_attempt_beside_a_holder", "one thread that locks, one that tries to", 4, || {
        let lock = Arc::new(under_loom::SpinLock::new(Watched::new()));
        let theirs = Arc::clone(&lock);
        let other = loom::thread::spawn(move || theirs.lock().add());
        let mine = attempt(&lock);
        other.join().unwrap();
        assert_eq!(lock.lock().get(), 1 + mine, "one thread added 1, the other {mine}");
    });
}

/// Between the two holds of the one, the other may come, go and come again.
#[test]
fn loom_runs_attempts_beside_two_holds() {
    explore("loom_runs_attempts_beside_two_holds", "one thread that locks twice, one that tries to", 3, || {
        let lock = Arc::new(under_loom::SpinLock::new(Watched::new()));
        let theirs = Arc::clone(&lock);
        let other = loom::thread::spawn(move || {
            for _ in 0..2 {
                theirs.lock().add();
            }
        });
        let mine = attempt(&lock) + attempt(&lock);
        other.join().unwrap();
        assert_eq!(lock.lock().get(), 2 + mine, "one thread added 1 twice, the other {mine}");
    });
}

#[test]
fn no_attempt_fails_without_a_cause() {
    explore(
        "no_attempt_fails_without_a_cause",
        "a lock that is free, on a machine whose weak exchanges fail now and then",
        1,
        || {
            let lock = under_loom::SpinLock::new(0);
            fail_weak_exchanges(1);
            let taken = lock.try_lock().is_some();
            fail_weak_exchanges(0);
            assert!(
                taken,
                "nobody holds the lock, and `try_lock` returned `None`.\n\
             `compare_exchange_weak` may fail though the value is the expected one. That is what makes it weak, and why it \
             belongs into a loop. On x86 it never does so, on others it does."
            );
            fail_weak_exchanges(2);
            drop(lock.lock());
            fail_weak_exchanges(0);
        },
    );
}
