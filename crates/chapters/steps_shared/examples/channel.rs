//! Runs `channel`: the workers' answers come in any order, and go out in theirs.

use std::thread;
use steps_shared::channel;
use variant::Workers;

fn main() {
    let job = |i: usize| format!("{} squared is {}, says {:?}", i, i * i, thread::current().id());
    for answer in channel::run(Workers::available(), 10, job) {
        println!("{answer}");
    }
}
