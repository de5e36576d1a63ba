//! A pool whose jobs have answers: a value, or a panic.

use crate::queue;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{self, Receiver},
    thread,
};
use variant::Workers;

/// Runs jobs until it is dropped, which waits for all of them.
pub struct Pool(queue::Pool);

/// What a job will have returned.
pub struct Answer<T>(Receiver<thread::Result<T>>);

impl Pool {
    /// A pool of so many threads.
    pub fn new(workers: Workers) -> Self {
        Self(queue::Pool::new(workers))
    }

    /// Runs `job` soon, on one of the pool's threads.
    pub fn submit<T, J>(&self, job: J) -> Answer<T>
    where
        T: Send + 'static,
        J: FnOnce() -> T + Send + 'static,
    {
        let (answer, wait) = mpsc::channel();
        self.0.execute(move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            // Fails where nobody wants to know any more.
            let _ = answer.send(outcome);
        });
        Answer(wait)
    }
}

impl<T> Answer<T> {
    /// Sleeps until the job is done. An error is what it panicked with.
    pub fn wait(self) -> thread::Result<T> {
        self.0.recv().expect("every job sends an answer")
    }
}
