//! A bank that works, until two transfers cross: then each of them waits for the other, for ever.
//!
//! Each account has a lock of its own, so that transfers between different accounts don't wait for each other. A
//! transfer locks two accounts, and keeps both while it decides how much to move. An audit locks all of them, since it
//! has to see every balance at the same moment: money that is being moved must be neither missed nor counted twice.
//!
//! Mend [`Bank::transfer`] so that no two transfers, no ring of three or more, and no transfer and audit ever wait for
//! each other; a transfer from an account to itself mustn't wait for itself either. For example, accounts with 100 and
//! 50 after `transfer(0, 1, |from, to| (from - to) / 2)` hold 75 each. What you can already rely on has to stay:
//!
//! - `decide` is called exactly once, with both balances as they are, and neither changes until the amount is moved;
//! - transfers that have no account in common can be in their `decide` at the same time, so one lock around everything
//!   is no way out;
//! - an audit returns balances that the accounts all had at the same moment.
//!
//! The check doesn't wait for bad luck: *loom* runs a few threads in every order of taking and releasing locks in which
//! threads are interrupted at most twice, and two are enough for a ring of three. For that it puts its own locks in the
//! place of those in `sync`, so use these and no others. About 30 minutes.

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

/// Whose it is, and its balance in cents. One person may have several accounts.
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

    /// Moves money between two accounts, or from an account to itself: the amount that `decide` returns for the balance
    /// of the account that gives and that of the one that takes. Balances may become negative.
    pub fn transfer(&self, from: usize, to: usize, decide: impl FnOnce(i64, i64) -> i64) {
        let mut giver = self.accounts[from].balance.lock().unwrap();
        let mut taker = self.accounts[to].balance.lock().unwrap();
        let amount = decide(*giver, *taker);
        *giver -= amount;
        *taker += amount;
    }

    /// The balance of each account, all at the same moment.
    pub fn audit(&self) -> Vec<i64> {
        let locked: Vec<_> = self.accounts.iter().map(|account| account.balance.lock().unwrap()).collect();
        locked.iter().map(|balance| **balance).collect()
    }
}
