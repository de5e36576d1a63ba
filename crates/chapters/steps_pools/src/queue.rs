//! A few threads, which sleep until there is a job in the queue.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread::{self, JoinHandle},
};
use variant::Workers;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

/// Runs jobs until it is dropped, which waits for all of them.
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// A pool of so many threads.
    pub fn new(workers: Workers) -> Self {
        let shared = Arc::new(Shared::default());
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || work(&shared))
        };
        let threads = (0..workers.get()).map(start).collect();
        Self { shared, threads }
    }

    /// Runs `job` soon, on one of the pool's threads.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.state().jobs.push_back(Box::new(job));
        self.shared.changed.notify_one();
    }
}

fn work(shared: &Shared) {
    while let Some(job) = shared.next() {
        job();
    }
}

impl Shared {
    /// The next job; sleeps until there is one. None when all is done.
    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            // Lets go of the lock and falls asleep in one step.
            state = self.changed.wait(state).expect("no holder panics");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder panics")
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
