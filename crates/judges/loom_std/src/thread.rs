//! Threads that loom plays. There is no `scope`: loom has none.

pub use loom::thread::{AccessError, LocalKey, Thread, ThreadId, current, park, yield_now};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
pub use std::thread::{Result, available_parallelism, panicking};
use std::time::Duration;
use std::{fmt, io};

/// A thread to wait for.
pub struct JoinHandle<T> {
    thread: loom::thread::JoinHandle<T>,
    done: Arc<AtomicBool>,
}

impl<T> JoinHandle<T> {
    /// Waits for its end, and returns what it returned.
    ///
    /// # Errors
    /// Never: a panic ends the model, and is told.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.thread.join()
    }

    /// Whether it has come to its end. Lets others go first: whoever asks in a loop would otherwise never get another
    /// answer.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        yield_now();
        self.done.load(Relaxed)
    }

    /// The thread.
    pub fn thread(&self) -> &Thread {
        self.thread.thread()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

/// Starts a thread.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(body).expect("loom starts it")
}

/// Starts a thread that has a name.
#[derive(Debug)]
pub struct Builder(loom::thread::Builder);

#[allow(clippy::new_without_default, reason = "the library's has none")]
impl Builder {
    /// Without a name yet.
    pub fn new() -> Self {
        Self(loom::thread::Builder::new())
    }

    /// Names the thread.
    pub fn name(self, name: String) -> Self {
        Self(self.0.name(name))
    }

    /// How much of a stack it gets, bytes. loom's threads get what loom gives them.
    pub fn stack_size(self, _: usize) -> Self {
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// Never, under loom.
    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let done = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&done);
        let thread = self.0.spawn(move || {
            let value = body();
            theirs.store(true, Relaxed);
            value
        })?;
        Ok(JoinHandle { thread, done })
    }
}

/// Lets others go first: under loom no time passes.
#[track_caller]
pub fn sleep(_: Duration) {
    yield_now();
}

/// Sleeps until somebody calls `unpark`. Under loom no time passes, so the limit never ends the sleep.
#[track_caller]
pub fn park_timeout(_: Duration) {
    park();
}
