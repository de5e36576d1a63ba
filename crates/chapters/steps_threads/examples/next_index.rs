//! Runs `next_index` on sixteen jobs, the later ones longer, and says in which order they were done.

use std::{thread, time::Duration};
use steps_threads::next_index;
use variant::Workers;

fn main() {
    let workers = Workers::available();
    let work = |job: usize| {
        thread::sleep(Duration::from_millis(job as u64));
        thread::current().id()
    };
    for (job, thread) in next_index::run(workers, 16, work) {
        println!("job {job:2} was done by {thread:?}");
    }
}
