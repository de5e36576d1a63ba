//! A small library of somebody else's, for an exercise to put a border around. It has bugs: it panics now and then, for
//! no reason that could be seen from outside. Whoever checks the exercise says when.

use std::cell::Cell;
use std::panic::panic_any;

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

thread_local! {
    static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// For checks: the next amount that this thread books, or the next balance that it asks for, comes upon `bug`.
pub fn plant(bug: Bug) {
    PLANTED.set(Some(bug));
}

fn spring() {
    match PLANTED.take() {
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

    #[test]
    fn books_until_something_is_wrong() {
        let mut ledger = Ledger::new();
        assert_eq!(ledger.book(&[5, -2]), Ok(()));
        assert_eq!(ledger.book(&[1, 0, 4]), Err("amount 1 is 0".into()));
        assert_eq!(ledger.balance(), 4);
    }

    #[test]
    fn a_planted_bug_springs_once() {
        plant(Bug::Formatted(7));
        let payload = catch_unwind(|| Ledger::new().balance()).unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "lost 7 cents");
        assert_eq!(Ledger::new().balance(), 0);
    }
}
