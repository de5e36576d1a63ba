//! Books in a copy without the lock, and begins again if somebody else was faster.

use given_ledger::Ledger;
use std::any::Any;
use std::cell::RefCell;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{ptr, slice};

/// The ledger that all threads share.
pub static LEDGER: Mutex<Ledger> = Mutex::new(Ledger::new());

thread_local! {
    /// The message of this thread's last call, without a 0 byte.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What can go wrong, but for a panic.
enum Failure {
    Null,
    Refused(String),
}

/// Books `n` amounts: all of them, or none.
///
/// # Safety
/// `amounts` is null or aligned, and points to `n` initialised numbers that nobody changes meanwhile; with `n` = 0 it
/// may be anything.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_book(amounts: *const i64, n: usize) -> i32 {
    border(|| {
        let amounts = match n {
            0 => &[],
            _ if amounts.is_null() => return Err(Failure::Null),
            // SAFETY: not null, and there are `n`, as the caller promises.
            _ => unsafe { slice::from_raw_parts(amounts, n) },
        };
        loop {
            let before = ledger().clone();
            let mut changed = before.clone();
            changed.book(amounts).map_err(Failure::Refused)?;
            let mut ledger = ledger();
            if *ledger == before {
                *ledger = changed;
                return Ok(());
            }
        }
    })
}

/// Writes the balance to `*balance`; nothing is written unless the code is 0.
///
/// # Safety
/// `balance` is null or good for a write: aligned, and not necessarily initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_balance(balance: *mut i64) -> i32 {
    border(|| {
        if balance.is_null() {
            return Err(Failure::Null);
        }
        let now = ledger().balance();
        // SAFETY: not null, and good for a write, as the caller promises. Not by way of a `&mut i64`: nothing may lie
        // there yet.
        unsafe { balance.write(now) };
        Ok(())
    })
}

/// Copies this thread's message to `out`: as many of its bytes as leave room for a 0, and the 0. With `capacity` 0, or if `out` is null,
/// nothing is written. Returns how long the whole message is, without the 0.
///
/// # Safety
/// `out` is null or has room for `capacity` bytes, which may be uninitialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_last_error(out: *mut c_char, capacity: usize) -> usize {
    MESSAGE.with_borrow(|message| {
        if !out.is_null() && capacity > 0 {
            let fits = message.len().min(capacity - 1);
            // SAFETY: `fits` bytes and a 0 are at most `capacity`, and a message of ours lies nowhere in there.
            unsafe {
                ptr::copy_nonoverlapping(message.as_ptr(), out.cast(), fits);
                out.add(fits).write(0);
            }
        }
        message.len()
    })
}

/// Runs the inside of an exported function; returns its code and keeps its message.
fn border(inside: impl FnOnce() -> Result<(), Failure>) -> i32 {
    // AssertUnwindSafe: the ledger is replaced as a whole or not at all.
    let (code, message) = match catch_unwind(AssertUnwindSafe(inside)) {
        Ok(Ok(())) => (0, String::new()),
        Ok(Err(Failure::Null)) => (1, "a pointer is null".into()),
        Ok(Err(Failure::Refused(error))) => (2, error),
        Err(payload) => (3, text(&*payload)),
    };
    let until = message.find('\0').unwrap_or(message.len());
    MESSAGE.set(message.as_bytes()[..until].to_vec());
    code
}

/// What a panic carried.
fn text(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return (*text).into();
    }
    payload.downcast_ref::<String>().cloned().unwrap_or_else(|| "a panic without a text".into())
}

/// The ledger, also after a panic: whoever panicked had only a copy.
fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}
