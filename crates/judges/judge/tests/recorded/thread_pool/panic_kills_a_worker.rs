//! Counts a job that panics, in a guard, but lets the panic end the worker.

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic, mpsc};
    pub use std::thread;
}

use crate::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    thread::{self, JoinHandle},
};
use std::collections::VecDeque;

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs until the pool is dropped.
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// There is a job, or there will be none.
    work: Condvar,
    /// No job is left.
    done: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Jobs waiting and running.
    unfinished: usize,
    panicked: usize,
    closed: bool,
}

impl Pool {
    /// A pool of `workers` threads (at least 1). They are started here, and sleep while there is no job.
    pub fn new(workers: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let threads = (0..workers).map(start).collect();
        Self { shared, threads }
    }

    /// Hands in `job` and returns at once.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let mut state = self.shared.state();
        state.jobs.push_back(Box::new(job));
        state.unfinished += 1;
        drop(state);
        self.shared.work.notify_one();
    }

    /// Sleeps until no job is waiting and none is running. Returns how many jobs have panicked since the pool was made.
    pub fn wait(&self) -> usize {
        let state = self.shared.state();
        let busy = |state: &mut State| state.unfinished > 0;
        self.shared.done.wait_while(state, busy).expect("no holder panics").panicked
    }
}

impl Drop for Pool {
    /// Finishes all jobs that were handed in, then ends all threads and waits for their end.
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Says that a job is done, however it ends.
struct Report<'a>(&'a Shared);

impl Drop for Report<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.panicked += usize::from(thread::panicking());
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.0.done.notify_all();
        }
    }
}

impl Shared {
    /// What each worker does.
    fn work(&self) {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                let report = Report(self);
                job();
                drop(report);
                state = self.state();
            } else if state.closed {
                return;
            } else {
                state = self.work.wait(state).expect("no holder panics");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No job runs while it is held.
        self.state.lock().expect("no holder panics")
    }
}
