//! A thread waits for a flag, awake or asleep. How late is it when the flag goes up?

use std::{
    hint,
    sync::atomic::{
        AtomicBool,
        Ordering::{Acquire, Release},
    },
    thread,
    time::{Duration, Instant},
};

/// Waits awake: looks at the flag again and again.
pub fn spinning(flag: &AtomicBool) {
    while !flag.load(Acquire) {
        hint::spin_loop();
    }
}

/// Waits asleep: whoever raises the flag must unpark this thread.
pub fn parked(flag: &AtomicBool) {
    while !flag.load(Acquire) {
        thread::park();
    }
}

/// How much later than it was told a thread goes on that has waited
/// for `idle`. The one that tells it is awake all the time.
pub fn lateness(wait: fn(&AtomicBool), idle: Duration) -> Duration {
    let (ready, flag) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            ready.store(true, Release);
            wait(&flag);
            Instant::now()
        });
        spinning(&ready);
        let begun = Instant::now();
        while begun.elapsed() < idle {
            hint::spin_loop();
        }
        let told = Instant::now();
        flag.store(true, Release);
        waiter.thread().unpark();
        let on = waiter.join().expect("it only waits");
        on.saturating_duration_since(told)
    })
}
