//! A queue for each worker, and jobs dealt out in turn: what is dealt to a worker that is busy waits, beside idle ones.

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic, mpsc};
    pub use std::thread;
}

use crate::sync::{
    Arc, Condvar, Mutex,
    atomic::{AtomicUsize, Ordering::Relaxed},
    mpsc::{self, Sender},
    thread::{self, JoinHandle},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs until the pool is dropped.
pub struct Pool {
    workers: Vec<(Sender<Job>, JoinHandle<()>)>,
    next: AtomicUsize,
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
        let count = Arc::<(Mutex<Count>, Condvar)>::default();
        let start = |_| {
            let (sender, jobs) = mpsc::channel::<Job>();
            let count = Arc::clone(&count);
            let thread = thread::spawn(move || {
                for job in jobs {
                    let panicked = catch_unwind(AssertUnwindSafe(job)).is_err();
                    let mut now = count.0.lock().unwrap();
                    now.panicked += usize::from(panicked);
                    now.unfinished -= 1;
                    if now.unfinished == 0 {
                        count.1.notify_all();
                    }
                }
            });
            (sender, thread)
        };
        Self { workers: (0..workers).map(start).collect(), next: AtomicUsize::new(0), count }
    }

    /// Hands in `job` and returns at once.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.count.0.lock().unwrap().unfinished += 1;
        let turn = self.next.fetch_add(1, Relaxed) % self.workers.len();
        self.workers[turn].0.send(Box::new(job)).expect("the worker is there");
    }

    /// Sleeps until no job is waiting and none is running. Returns how many jobs have panicked since the pool was made.
    pub fn wait(&self) -> usize {
        let count = self.count.0.lock().unwrap();
        self.count.1.wait_while(count, |count| count.unfinished > 0).unwrap().panicked
    }
}

impl Drop for Pool {
    /// Finishes all jobs that were handed in, then ends all threads and waits for their end.
    fn drop(&mut self) {
        let threads: Vec<_> = self.workers.drain(..).map(|(_, thread)| thread).collect();
        threads.into_iter().for_each(|thread| thread.join().expect("every job's panic is caught"));
    }
}
