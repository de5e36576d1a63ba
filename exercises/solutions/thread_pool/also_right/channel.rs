//! A channel for the jobs, and a count of what isn't done beside it.

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic, mpsc};
    pub use std::thread;
}

use crate::sync::{
    Arc, Condvar, Mutex,
    mpsc::{self, Sender},
    thread::{self, JoinHandle},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

type Job = Box<dyn FnOnce() + Send>;

/// Right.
pub struct Pool {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
    count: Arc<(Mutex<Count>, Condvar)>,
}

#[derive(Default)]
struct Count {
    unfinished: usize,
    panicked: usize,
}

impl Pool {
    /// A pool of `workers` threads.
    pub fn new(workers: usize) -> Self {
        let (jobs, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        let count = Arc::<(Mutex<Count>, Condvar)>::default();
        let start = |_| {
            let (receiver, count) = (Arc::clone(&receiver), Arc::clone(&count));
            thread::spawn(move || {
                loop {
                    let next = receiver.lock().unwrap().recv();
                    let Ok(job) = next else { break };
                    let panicked = catch_unwind(AssertUnwindSafe(job)).is_err();
                    let mut now = count.0.lock().unwrap();
                    now.panicked += usize::from(panicked);
                    now.unfinished -= 1;
                    count.1.notify_all();
                }
            })
        };
        let threads = (0..workers).map(start).collect();
        Self { jobs: Some(jobs), threads, count }
    }

    /// Counted before it is sent.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.count.0.lock().unwrap().unfinished += 1;
        self.jobs.as_ref().unwrap().send(Box::new(job)).unwrap();
    }

    /// Waits for the count.
    pub fn wait(&self) -> usize {
        let now = self.count.0.lock().unwrap();
        self.count.1.wait_while(now, |now| now.unfinished > 0).unwrap().panicked
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        self.threads.drain(..).for_each(|thread| thread.join().unwrap());
    }
}
