//! One lock, held only for a moment, protects the list of accounts that somebody is busy with; who finds one there waits
//! until the list changes.

/// What threads share and wait with.
pub mod sync {
    pub use std::sync::atomic;
    pub use std::sync::{Condvar, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
    pub use std::thread::yield_now;
}

use crate::sync::{Condvar, Mutex};

/// Accounts, numbered from 0.
pub struct Bank {
    holders: Vec<String>,
    books: Mutex<Vec<Account>>,
    /// Some account has become free.
    free: Condvar,
}

/// What is on it, in cents, and whether somebody is deciding about that.
struct Account {
    balance: i64,
    busy: bool,
}

impl Bank {
    /// Opens an account for each `(holder, balance)`.
    pub fn new(accounts: &[(&str, i64)]) -> Self {
        let books = accounts.iter().map(|&(_, balance)| Account { balance, busy: false }).collect();
        let holders = accounts.iter().map(|&(holder, _)| holder.into()).collect();
        Self { holders, books: Mutex::new(books), free: Condvar::new() }
    }

    /// Whose account this is.
    pub fn holder(&self, account: usize) -> &str {
        &self.holders[account]
    }

    /// Moves money between two accounts, or from an account to itself: as much as `decide` says when it is told what is
    /// on the account that gives and on the one that takes. It doesn't mind debts.
    pub fn transfer(&self, from: usize, to: usize, decide: impl FnOnce(i64, i64) -> i64) {
        let mut books = self.books.lock().unwrap();
        while books[from].busy || books[to].busy {
            books = self.free.wait(books).unwrap();
        }
        (books[from].busy, books[to].busy) = (true, true);
        let (giver, taker) = (books[from].balance, books[to].balance);
        drop(books);
        let amount = decide(giver, taker);
        let mut books = self.books.lock().unwrap();
        books[from].balance -= amount;
        books[to].balance += amount;
        (books[from].busy, books[to].busy) = (false, false);
        self.free.notify_all();
    }

    /// What is on each account, all at the same moment.
    pub fn audit(&self) -> Vec<i64> {
        self.books.lock().unwrap().iter().map(|account| account.balance).collect()
    }
}
