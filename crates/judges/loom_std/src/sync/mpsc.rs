//! A channel whose every step loom sees. loom's own doesn't notice when the last sender goes.

use super::{Arc, Condvar, Mutex};
use std::collections::VecDeque;
use std::fmt::{self, Debug, Formatter};
pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
use std::time::Duration;

/// A channel without a bound, as [`std::sync::mpsc::channel`].
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Shared::new(None);
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

/// A channel with room for `bound` items, as [`std::sync::mpsc::sync_channel`]. With a bound of 0, `send` waits until
/// its item is taken.
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let shared = Shared::new(Some(bound));
    (SyncSender(Arc::clone(&shared)), Receiver(shared))
}

/// The end that sends; may be cloned.
pub struct Sender<T>(Arc<Shared<T>>);

/// The end that sends, and waits for room; may be cloned.
pub struct SyncSender<T>(Arc<Shared<T>>);

/// The end that receives.
pub struct Receiver<T>(Arc<Shared<T>>);

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    bound: Option<usize>,
}

struct State<T> {
    items: VecDeque<T>,
    /// Items that have been taken, of all times; for senders that wait until theirs is.
    taken: u64,
    /// Receivers that wait, which is one at most.
    hungry: usize,
    senders: usize,
    receiver: bool,
}

impl<T> Shared<T> {
    fn new(bound: Option<usize>) -> Arc<Self> {
        let state = State { items: VecDeque::new(), taken: 0, hungry: 0, senders: 1, receiver: true };
        Arc::new(Self { state: Mutex::new(state), changed: Condvar::new(), bound })
    }

    #[track_caller]
    fn join(&self) {
        self.state.lock().expect(WHOLE).senders += 1;
    }

    #[track_caller]
    fn leave(&self) {
        self.state.lock().expect(WHOLE).senders -= 1;
        self.tell();
    }

    /// Who may sleep: the receiver alone, or senders that wait for room as well.
    #[track_caller]
    fn tell(&self) {
        if self.bound.is_some() {
            self.changed.notify_all();
        } else {
            self.changed.notify_one();
        }
    }
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

impl<T> SyncSender<T> {
    /// Waits until there is room, and puts `item` at the end.
    ///
    /// # Errors
    /// With the item, when the receiver is gone.
    #[track_caller]
    pub fn send(&self, item: T) -> Result<(), SendError<T>> {
        let bound = self.0.bound.unwrap_or(usize::MAX);
        let state = self.0.state.lock().expect(WHOLE);
        let full = |state: &mut State<T>| state.receiver && state.items.len() >= bound.max(1);
        let mut state = self.0.changed.wait_while(state, full).expect(WHOLE);
        if !state.receiver {
            return Err(SendError(item));
        }
        let number = state.taken + state.items.len() as u64;
        state.items.push_back(item);
        self.0.tell();
        if bound == 0 {
            let kept = |state: &mut State<T>| state.receiver && state.taken <= number;
            drop(self.0.changed.wait_while(state, kept).expect(WHOLE));
        }
        Ok(())
    }

    /// Puts `item` at the end if there is room now.
    ///
    /// # Errors
    /// With the item, and why it wasn't sent.
    #[track_caller]
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        let bound = self.0.bound.unwrap_or(usize::MAX);
        let mut state = self.0.state.lock().expect(WHOLE);
        if !state.receiver {
            return Err(TrySendError::Disconnected(item));
        }
        if state.items.len() >= bound.max(state.hungry) {
            return Err(TrySendError::Full(item));
        }
        state.items.push_back(item);
        self.0.tell();
        Ok(())
    }
}

/// Declares what both kinds of senders do as they come, go and are printed.
macro_rules! sender {
    ($($name:ident),*) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.0.join();
                Self(Arc::clone(&self.0))
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.0.leave();
            }
        }

        impl<T> Debug for $name<T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

sender!(Sender, SyncSender);

impl<T> Debug for Receiver<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

impl<T> Receiver<T> {
    /// The first item; waits for one.
    ///
    /// # Errors
    /// When there is none and all senders are gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        let mut state = self.0.state.lock().expect(WHOLE);
        state.hungry = 1;
        let hopes = |state: &mut State<T>| state.items.is_empty() && state.senders > 0;
        let mut state = self.0.changed.wait_while(state, hopes).expect(WHOLE);
        state.hungry = 0;
        self.take(&mut state).ok_or(RecvError)
    }

    /// The first item; waits for one. Under loom no time passes, so the limit never ends the wait.
    ///
    /// # Errors
    /// When there is none and all senders are gone.
    #[track_caller]
    pub fn recv_timeout(&self, _: Duration) -> Result<T, RecvTimeoutError> {
        self.recv().map_err(RecvTimeoutError::from)
    }

    /// The first item, if there is one now.
    ///
    /// # Errors
    /// Why there is none.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let mut state = self.0.state.lock().expect(WHOLE);
        let none = if state.senders > 0 { TryRecvError::Empty } else { TryRecvError::Disconnected };
        self.take(&mut state).ok_or(none)
    }

    /// Items until all senders are gone.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }

    /// Items as long as there are some now.
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self)
    }

    #[track_caller]
    fn take(&self, state: &mut State<T>) -> Option<T> {
        let item = state.items.pop_front()?;
        state.taken += 1;
        if self.0.bound.is_some() {
            self.0.changed.notify_all();
        }
        Some(item)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().expect(WHOLE);
        state.receiver = false;
        let rest = std::mem::take(&mut state.items);
        drop(state);
        if self.0.bound.is_some() {
            self.0.changed.notify_all();
        }
        // Whatever an item does as it goes, it doesn't do it under the lock.
        drop(rest);
    }
}

/// The items of a channel, until all senders are gone.
#[derive(Debug)]
pub struct Iter<'a, T>(&'a Receiver<T>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The items of a channel, as long as there are some.
#[derive(Debug)]
pub struct TryIter<'a, T>(&'a Receiver<T>);

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.try_recv().ok()
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
