//! Both ways of waiting end when the flag is up, and not before.

use std::{
    sync::{
        Barrier,
        atomic::{
            AtomicBool, AtomicUsize,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    thread,
    time::Duration,
};
use steps_threads::waking::{lateness, parked, spinning};

#[test]
fn nobody_goes_on_before_the_flag_is_up() {
    for wait in [spinning, parked] {
        let (flag, before, started) = (AtomicBool::new(false), AtomicUsize::new(0), Barrier::new(2));
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                started.wait();
                wait(&flag);
                before.load(Relaxed)
            });
            started.wait();
            // Wakes a thread that is parked, but for nothing.
            for _ in 0..50 {
                waiter.thread().unpark();
                before.fetch_add(1, Relaxed);
                thread::yield_now();
            }
            flag.store(true, Release);
            waiter.thread().unpark();
            assert_eq!(waiter.join().unwrap(), 50);
        });
        assert!(flag.load(Acquire));
    }
}

#[test]
fn a_thread_that_is_not_yet_asleep_is_told_too() {
    for wait in [spinning, parked] {
        // Without any wait between, it is now and then told before it has parked.
        for _ in 0..20 {
            lateness(wait, Duration::ZERO);
        }
    }
}
