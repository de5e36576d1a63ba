//! One lock for each name: the right order, and no two accounts of one person at a time.

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
    /// One for each first letter.
    desks: Vec<Mutex<()>>,
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
        Self { accounts: accounts.iter().map(open).collect(), desks: (0..26).map(|_| Mutex::new(())).collect() }
    }

    fn desk(&self, account: usize) -> usize {
        usize::from(self.holder(account).as_bytes()[0]) % 26
    }

    /// Whose account this is.
    pub fn holder(&self, account: usize) -> &str {
        &self.accounts[account].holder
    }

    /// Moves money between two accounts, or from an account to itself: as much as `decide` says when it is told what is
    /// on the account that gives and on the one that takes. It doesn't mind debts.
    pub fn transfer(&self, from: usize, to: usize, decide: impl FnOnce(i64, i64) -> i64) {
        let (first, last) = (self.desk(from).min(self.desk(to)), self.desk(from).max(self.desk(to)));
        let _first = self.desks[first].lock().unwrap();
        let _last = (first != last).then(|| self.desks[last].lock().unwrap());
        if from == to {
            let balance = *self.accounts[from].balance.lock().unwrap();
            decide(balance, balance);
            return;
        }
        let holds = |account: usize| *self.accounts[account].balance.lock().unwrap();
        let amount = decide(holds(from), holds(to));
        *self.accounts[from].balance.lock().unwrap() -= amount;
        *self.accounts[to].balance.lock().unwrap() += amount;
    }

    /// What is on each account, all at the same moment.
    pub fn audit(&self) -> Vec<i64> {
        let _all: Vec<_> = self.desks.iter().map(|desk| desk.lock().unwrap()).collect();
        self.accounts.iter().map(|account| *account.balance.lock().unwrap()).collect()
    }
}
