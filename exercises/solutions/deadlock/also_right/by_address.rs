//! Orders the locks by where they lie in memory: for locks that have no number.

/// What threads share and wait with.
pub mod sync {
    pub use std::sync::atomic;
    pub use std::sync::{Condvar, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
    pub use std::thread::yield_now;
}

use crate::sync::Mutex;

/// Accounts, numbered from 0.
pub struct Bank {
    accounts: Vec<Account>,
}

/// Whose it is, and what is on it, in cents. One person may have several accounts.
struct Account {
    holder: String,
    balance: Mutex<i64>,
}

impl Bank {
    /// Opens an account for each `(holder, balance)`.
    pub fn new(accounts: &[(&str, i64)]) -> Self {
        let open = |&(holder, balance): &(&str, i64)| Account { holder: holder.into(), balance: Mutex::new(balance) };
        Self { accounts: accounts.iter().map(open).collect() }
    }

    /// Whose account this is.
    pub fn holder(&self, account: usize) -> &str {
        &self.accounts[account].holder
    }

    /// Moves money between two accounts, or from an account to itself: as much as `decide` says when it is told what is
    /// on the account that gives and on the one that takes. It doesn't mind debts.
    pub fn transfer(&self, from: usize, to: usize, decide: impl FnOnce(i64, i64) -> i64) {
        let (giver, taker) = (&self.accounts[from].balance, &self.accounts[to].balance);
        if std::ptr::eq(giver, taker) {
            let balance = giver.lock().unwrap();
            decide(*balance, *balance);
            return;
        }
        // Accounts of one vector lie in the order in which audits take them.
        let (mut giver, mut taker) = if std::ptr::from_ref(giver) < std::ptr::from_ref(taker) {
            let giver = giver.lock().unwrap();
            (giver, taker.lock().unwrap())
        } else {
            let taker = taker.lock().unwrap();
            (giver.lock().unwrap(), taker)
        };
        let amount = decide(*giver, *taker);
        *giver -= amount;
        *taker += amount;
    }

    /// What is on each account, all at the same moment.
    pub fn audit(&self) -> Vec<i64> {
        let locked: Vec<_> = self.accounts.iter().map(|account| account.balance.lock().unwrap()).collect();
        locked.iter().map(|balance| **balance).collect()
    }
}
