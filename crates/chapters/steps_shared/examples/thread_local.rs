//! Runs `thread_local`: each thread has scratch paper of its own.

use std::thread;
use steps_shared::thread_local::median;

fn main() {
    thread::scope(|scope| {
        for seed in 1..=3_u32 {
            scope.spawn(move || {
                let values: Vec<_> = (1..=9).map(|i| f64::from(i * seed * 7 % 10)).collect();
                println!("the middle one of {values:?} is {}", median(&values));
            });
        }
    });
}
