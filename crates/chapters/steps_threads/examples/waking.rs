//! Runs `waking`: how late is a thread that has waited for a millisecond, awake or asleep?

use std::time::Duration;
use steps_threads::waking;

fn main() {
    let idle = Duration::from_millis(1);
    for _ in 0..5 {
        let (awake, asleep) = (waking::lateness(waking::spinning, idle), waking::lateness(waking::parked, idle));
        println!("late by {awake:.1?} awake, by {asleep:.1?} asleep");
    }
}
