//! A few threads, which take jobs from a channel.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
};
use variant::Workers;

type Job = Box<dyn FnOnce() + Send>;

/// Runs jobs until it is dropped, which waits for all of them.
pub struct Pool {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// A pool of so many threads.
    pub fn new(workers: Workers) -> Self {
        let (jobs, receiver) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let start = |_| {
            let jobs = Arc::clone(&receiver);
            thread::spawn(move || work(&jobs))
        };
        let threads = (0..workers.get()).map(start).collect();
        Self { jobs: Some(jobs), threads }
    }

    /// Runs `job` soon, on one of the pool's threads.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let jobs = self.jobs.as_ref().expect("only drop takes it");
        jobs.send(Box::new(job)).expect("some worker still lives");
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // On a line of its own: the lock is free again before the job.
        let next = jobs.lock().expect("no receiver panics").recv();
        match next {
            Ok(job) => job(),
            Err(_) => return, // The sender is gone: no more jobs.
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        drop(self.jobs.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
