//! The standard library, with locks and atomics at which a check can stop a thread.
//!
//! Between two steps on something shared, any other thread may come. A wrong answer that looks first and acts then goes
//! wrong only if one does come, and on an idle machine that takes luck. A check compiles the answer a second time, with
//! this crate in the place of the standard library, and says at which step a thread is held up, and for how long:
//!
//! ```
//! extern crate preemption as std;
//! # fn main() {
//! use std::sync::{Arc, Mutex}; // The answer's own line.
//!
//! let mut overbooked = 0;
//! for place in preemption::places(10) {
//!     let seats = Arc::new(Mutex::new(1));
//!     let take = |seats: &Mutex<i32>| {
//!         let free = *seats.lock().unwrap() > 0;
//!         if free {
//!             *seats.lock().unwrap() -= 1;
//!         }
//!     };
//!     // Before one of its steps, another one comes; where this one has the lock in hand, the other would wait.
//!     let theirs = Arc::clone(&seats);
//!     place.stop(move || {
//!         let free = theirs.try_lock().is_ok();
//!         if free {
//!             take(&theirs)
//!         }
//!     });
//!     take(&seats);
//!     preemption::go_on();
//!     overbooked += i32::from(*seats.lock().unwrap() < 0);
//! }
//! assert_eq!(overbooked, 1, "between the two lines");
//! # }
//! ```
//!
//! Unlike loom it needs no model: real threads run, those of rayon, too, and one of them is stopped in each run, once
//! or before several steps in a row. What goes wrong only if two of them are stopped is not found, nor is an ordering
//! that is too weak.

pub use ::std::*;

pub mod sync;

use ::std::cell::RefCell;
use ::std::sync::Arc;
use ::std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Where a thread is stopped.
struct Plan {
    /// How many steps come before.
    before: usize,
    /// Before how many steps in a row.
    times: usize,
    /// What it does there.
    stop: Box<dyn FnMut()>,
}

thread_local! {
    static PLAN: RefCell<Option<Plan>> = const { RefCell::new(None) };
}

/// The places where a thread can be stopped: before its first step on something shared (a lock to be taken, a lock in
/// hand, an atomic read or written), before its second, and so on, `most` of them at most. They end when at the last
/// one nobody was stopped.
pub fn places(most: usize) -> impl Iterator<Item = Place> {
    let reached = Arc::new(AtomicBool::new(true));
    (0..most).map_while(move |steps| {
        let more = reached.swap(false, Relaxed);
        more.then(|| Place { steps, reached: Arc::clone(&reached) })
    })
}

/// Before which step a thread is stopped.
#[derive(Debug)]
pub struct Place {
    steps: usize,
    reached: Arc<AtomicBool>,
}

impl Place {
    /// How many steps come before.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// When the calling thread, counting from now, comes to this place, it calls `stop` before it goes on. Replaces an
    /// earlier plan. The thread may have a lock in hand: `stop` must not wait for one.
    pub fn stop(&self, stop: impl FnOnce() + 'static) {
        let mut stop = Some(stop);
        self.stop_often(1, move || _ = stop.take().map(|stop| stop()));
    }

    /// The same, `times` in a row: before this step and before each of the next ones. So others come as often as it
    /// tries, and who gives up after a second try, or does by force what has failed twice, is seen to.
    pub fn stop_often(&self, times: usize, mut stop: impl FnMut() + 'static) {
        let reached = Arc::clone(&self.reached);
        let stop = move || {
            reached.store(true, Relaxed);
            stop();
        };
        PLAN.set(Some(Plan { before: self.steps, times, stop: Box::new(stop) }));
    }
}

/// Forgets where the calling thread was to be stopped, if it hasn't come there yet.
pub fn go_on() {
    PLAN.set(None);
}

/// Every step begins here.
fn step() {
    let due = PLAN.with_borrow_mut(|plan| match plan {
        Some(Plan { before: 0, .. }) => plan.take(),
        Some(plan) => {
            plan.before -= 1;
            None
        }
        None => None,
    });
    if let Some(mut plan) = due {
        (plan.stop)();
        plan.times -= 1;
        if plan.times > 0 {
            PLAN.set(Some(plan));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use super::sync::{Mutex, OnceLock, RwLock};
    use super::*;

    #[test]
    fn each_kind_of_step_counts() {
        let (number, lock, both, once) = (AtomicUsize::new(1), Mutex::new(2), RwLock::new(3), OnceLock::new());
        let mut runs = 0;
        for place in places(100) {
            assert_eq!(place.steps(), runs);
            runs += 1;
            place.stop(|| ());
            number.store(number.load(Relaxed) + 1, Relaxed);
            number.fetch_max(9, Relaxed);
            *lock.lock().unwrap() += 1;
            let three = *both.read().unwrap();
            *both.write().unwrap() = three;
            once.get_or_init(|| 4);
            go_on();
        }
        // Three for the number, two for each time that a lock was taken, one at last; and then one in vain.
        assert_eq!(runs, 10 + 1);
        assert_eq!((lock.into_inner().unwrap(), both.into_inner().unwrap(), once.into_inner()), (2 + runs, 3, Some(4)));
    }

    #[test]
    fn a_stop_comes_before_its_step() {
        let read: Vec<_> = places(100)
            .map(|place| {
                let number: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(5)));
                place.stop(|| number.0.store(7, Relaxed));
                let read = (number.load(Relaxed), number.load(Relaxed));
                go_on();
                read
            })
            .collect();
        assert_eq!(read, [(7, 7), (5, 7), (5, 5)]);
    }

    #[test]
    fn stops_in_a_row_come_before_steps_in_a_row() {
        let read: Vec<_> = places(100)
            .map(|place| {
                let number: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(0)));
                place.stop_often(2, || _ = number.0.fetch_add(1, Relaxed));
                let read = [(); 4].map(|()| number.load(Relaxed));
                go_on();
                read
            })
            .collect();
        assert_eq!(read, [[1, 2, 2, 2], [0, 1, 2, 2], [0, 0, 1, 2], [0, 0, 0, 1], [0, 0, 0, 0]]);
    }

    #[test]
    fn every_other_weak_exchange_fails() {
        let number = AtomicUsize::new(1);
        let weak = |new| number.compare_exchange_weak(1, new, Relaxed, Relaxed);
        assert_eq!([weak(1), weak(1), weak(2), weak(2)], [Err(1), Ok(1), Err(1), Ok(1)]);
    }

    #[test]
    fn what_is_locked_may_be_unsized() {
        let lock: Arc<Mutex<dyn Iterator<Item = u8> + Send>> = Arc::new(Mutex::new(1..3));
        assert_eq!(lock.lock().unwrap().next(), Some(1));
    }

    #[test]
    fn no_more_places_than_asked_for() {
        let number = AtomicUsize::new(0);
        let stopped = places(3).inspect(|place| {
            place.stop(|| ());
            (0..10).for_each(|_| _ = number.load(Relaxed));
        });
        assert_eq!(stopped.count(), 3);
    }
}
