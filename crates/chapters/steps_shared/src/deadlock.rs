//! A transfer between two accounts, each with its own lock.

use crate::sync::Mutex;

/// Moves `cents` from one account to the other.
pub fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, cents: i64) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= cents;
    *to += cents;
}
