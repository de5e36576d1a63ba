//! The line itself, and the thread that keeps it up to date.

use crate::pace::Pace;
use std::{
    io::{IsTerminal, Write, stderr},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How often the line's thread looks whether something is to be printed.
const LOOK: Duration = Duration::from_millis(100);

/// A line that says what is going on, with the seconds since it was made. A thread keeps it up to date, so that it
/// speaks even while the program waits or computes. It is gone once this is dropped.
pub struct Line {
    state: Arc<Mutex<State>>,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    start: Instant,
    pace: Pace,
    text: String,
}

impl Line {
    /// A line that is still empty.
    pub fn new() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = (stderr().is_terminal() && !dumb)
            .then(|| terminal_size::terminal_size_of(stderr()).map_or(80, |(width, _)| width.0.into()));
        let state = State { start: Instant::now(), pace: Pace::new(columns), text: String::new() };
        let state = Arc::new(Mutex::new(state));
        let (stop, stopped) = mpsc::channel();
        let shown = state.clone();
        let thread = thread::spawn(move || {
            while stopped.recv_timeout(LOOK) == Err(mpsc::RecvTimeoutError::Timeout) {
                let mut state = lock(&shown);
                let State { start, pace, text } = &mut *state;
                if let Some(words) = pace.tick(start.elapsed(), text) {
                    print(&words);
                }
            }
        });
        Self { state, stop: Some(stop), thread: Some(thread) }
    }

    /// From now on this is going on.
    pub fn say(&self, text: impl Into<String>) {
        lock(&self.state).text = text.into();
    }

    /// Nothing is going on any more: the line is gone, and something else may be printed in its place.
    pub fn clear(&self) {
        let mut state = lock(&self.state);
        state.text.clear();
        print(&state.pace.clear());
    }

    /// Prints a line that stays.
    pub fn note(&self, text: &str) {
        let mut state = lock(&self.state);
        let now = state.start.elapsed();
        print(&state.pace.note(now, text));
    }
}

impl Default for Line {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It doesn't panic; and a program that is ending has no use for it if it did.
            let _ = thread.join();
        }
        self.clear();
    }
}

/// The state, whatever happened to another thread that held it.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Prints to standard error. That nobody reads it is no error.
fn print(words: &str) {
    if !words.is_empty() {
        let mut stderr = stderr().lock();
        let _ = stderr.write_all(words.as_bytes()).and_then(|()| stderr.flush());
    }
}
