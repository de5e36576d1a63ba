//! A thread for each job.

use std::thread::{self, JoinHandle};

/// Runs jobs until it is dropped, which waits for all of them.
#[derive(Default)]
pub struct Pool {
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Runs `job` soon, on another thread.
    pub fn execute(&mut self, job: impl FnOnce() + Send + 'static) {
        self.threads.push(thread::spawn(job));
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        for thread in self.threads.drain(..) {
            // Where a job has panicked, its thread has said so.
            let _ = thread.join();
        }
    }
}
