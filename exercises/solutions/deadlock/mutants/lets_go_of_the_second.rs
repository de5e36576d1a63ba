//! The right order, but keeps only the first account while it decides; the second is looked at, let go and locked again.

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
        if from == to {
            let balance = self.accounts[from].balance.lock().unwrap();
            decide(*balance, *balance);
            return;
        }
        let (first, second) = (from.min(to), from.max(to));
        let mut one = self.accounts[first].balance.lock().unwrap();
        let seen = *self.accounts[second].balance.lock().unwrap();
        let (amount, sign) = if from == first { (decide(*one, seen), 1) } else { (decide(seen, *one), -1) };
        let mut other = self.accounts[second].balance.lock().unwrap();
        *one -= sign * amount;
        *other += sign * amount;
    }

    /// What is on each account, all at the same moment.
    pub fn audit(&self) -> Vec<i64> {
        let locked: Vec<_> = self.accounts.iter().map(|account| account.balance.lock().unwrap()).collect();
        locked.iter().map(|balance| **balance).collect()
    }
}
