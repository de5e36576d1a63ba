//! A channel whose every step loom sees. loom's own doesn't notice when the last sender goes.

use crate::sync::{Arc, Condvar, Mutex};
use std::collections::VecDeque;
pub use std::sync::mpsc::{RecvError, SendError, TryRecvError};

/// A channel without a bound, as [`std::sync::mpsc::channel`].
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let state = State { items: VecDeque::new(), senders: 1, receiver: true };
    let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

/// The end that sends; may be cloned.
#[derive(Debug)]
pub struct Sender<T>(Arc<Shared<T>>);

/// The end that receives.
#[derive(Debug)]
pub struct Receiver<T>(Arc<Shared<T>>);

#[derive(Debug)]
struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    senders: usize,
    receiver: bool,
}

/// No holder of a channel's lock panics.
const WHOLE: &str = "nobody panics in a channel";

impl<T> Sender<T> {
    /// Puts `item` at the end.
    ///
    /// # Errors
    /// With the item, when the receiver is gone.
    #[track_caller]
    pub fn send(&self, item: T) -> Result<(), SendError<T>> {
        let mut state = self.0.state.lock().expect(WHOLE);
        if !state.receiver {
            return Err(SendError(item));
        }
        state.items.push_back(item);
        self.0.changed.notify_one();
        Ok(())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.0.state.lock().expect(WHOLE).senders += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.state.lock().expect(WHOLE).senders -= 1;
        self.0.changed.notify_one();
    }
}

impl<T> Receiver<T> {
    /// The first item; waits for one.
    ///
    /// # Errors
    /// When there is none and all senders are gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        let state = self.0.state.lock().expect(WHOLE);
        let hopes = |state: &mut State<T>| state.items.is_empty() && state.senders > 0;
        self.0.changed.wait_while(state, hopes).expect(WHOLE).items.pop_front().ok_or(RecvError)
    }

    /// The first item, if there is one now.
    ///
    /// # Errors
    /// Why there is none.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let mut state = self.0.state.lock().expect(WHOLE);
        let none = if state.senders > 0 { TryRecvError::Empty } else { TryRecvError::Disconnected };
        state.items.pop_front().ok_or(none)
    }

    /// Items until all senders are gone.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        std::iter::from_fn(|| self.recv().ok())
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().expect(WHOLE);
        state.receiver = false;
        let rest = std::mem::take(&mut state.items);
        drop(state);
        // Whatever an item does as it goes, it doesn't do it under the lock.
        drop(rest);
    }
}

/// The items of a channel that is given away.
#[derive(Debug)]
pub struct IntoIter<T>(Receiver<T>);

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}
