//! A small library of somebody else's, for an exercise to put a border around. It has bugs: it panics now and then, for
//! no reason that could be seen from outside. Whoever checks the exercise says when.

use std::panic::panic_any;
use std::sync::{Arc, Mutex, PoisonError};

/// What somebody owes, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    balance: i64,
}

impl Ledger {
    /// Nothing owed yet. A `static` can hold it.
    pub const fn new() -> Self {
        Self { balance: 0 }
    }

    /// Books one amount after another.
    ///
    /// # Errors
    /// At an amount of 0, with a sentence that names its place. What came before it has been booked then.
    pub fn book(&mut self, amounts: &[i64]) -> Result<(), String> {
        for (place, amount) in amounts.iter().enumerate() {
            if *amount == 0 {
                return Err(format!("amount {place} is 0"));
            }
            self.balance += amount;
            call_visitor();
            spring();
        }
        Ok(())
    }

    /// What is owed.
    pub fn balance(&self) -> i64 {
        spring();
        self.balance
    }
}

/// A bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// A panic with a fixed text.
    Text(&'static str),
    /// A panic with a text that was put together: `lost 7 cents`.
    Formatted(u32),
    /// A panic with something that is no text.
    Number(u32),
}

/// Not a thread's own: an answer may let another thread do the work.
static PLANTED: Mutex<Option<Bug>> = Mutex::new(None);

/// Whom [`Ledger::book`] calls.
type Visitor = Arc<dyn Fn() + Send + Sync>;

static VISITOR: Mutex<Option<Visitor>> = Mutex::new(None);

/// For checks: the next amount that is booked, or the next balance that is asked for, comes upon `bug`.
pub fn plant(bug: Bug) {
    *PLANTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(bug);
}

/// For checks: from now on, each amount that is booked calls `visitor`, on the thread that books. Two callers can meet
/// in there.
pub fn invite(visitor: impl Fn() + Send + Sync + 'static) {
    *VISITOR.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(visitor));
}

fn call_visitor() {
    // Called without the lock, so that several threads can be with the visitor.
    let visitor = VISITOR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(visitor) = visitor {
        visitor();
    }
}

fn spring() {
    let bug = PLANTED.lock().unwrap_or_else(PoisonError::into_inner).take();
    match bug {
        None => {}
        Some(Bug::Text(text)) => panic_any(text),
        Some(Bug::Formatted(cents)) => panic!("lost {cents} cents"),
        Some(Bug::Number(number)) => panic_any(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    /// One test: what is planted waits for whoever comes next.
    #[test]
    fn books_until_something_is_wrong() {
        let mut ledger = Ledger::new();
        assert_eq!(ledger.book(&[5, -2]), Ok(()));
        assert_eq!(ledger.book(&[1, 0, 4]), Err("amount 1 is 0".into()));
        assert_eq!(ledger.balance(), 4);

        plant(Bug::Formatted(7));
        let payload = catch_unwind(|| Ledger::new().balance()).unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "lost 7 cents");
        assert_eq!(Ledger::new().balance(), 0);

        static VISITS: AtomicUsize = AtomicUsize::new(0);
        invite(|| {
            VISITS.fetch_add(1, Relaxed);
        });
        assert_eq!(ledger.book(&[1, 2, 3]), Ok(()));
        assert_eq!(VISITS.load(Relaxed), 3);
    }
}
