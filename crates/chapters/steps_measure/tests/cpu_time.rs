//! The processor's clock beside the one on the wall. This is a process of its own with one test, for whatever else it
//! computed would count as well.

#![cfg(unix)]

use rustix::time::{ClockId, clock_gettime};
use std::{hint::spin_loop, thread, time::Duration};
use steps_measure::cpu_time;

/// Returns once this thread has been on a processor for that long.
fn spin(long: Duration) {
    let used = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let begun = used();
    while used() - begun < long {
        spin_loop();
    }
}

#[test]
fn the_clock_runs_while_any_thread_computes_and_stands_while_all_sleep() {
    let long = Duration::from_millis(100);
    let (wall, cpu) = cpu_time::time(|| thread::sleep(long));
    assert!(wall >= long, "it slept {wall:?} of {long:?}");
    assert!(cpu < long / 2, "it slept for {wall:?}, and used a processor for {cpu:?}");

    let (_, cpu) = cpu_time::time(|| {
        thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(|| spin(long))));
    });
    assert!(cpu >= 2 * long, "two threads used a processor for {long:?} each, and {cpu:?} were counted");
}
