//! A border around a library that panics.
//!
//! `given_ledger` keeps a balance. It isn't yours to mend, and it has bugs: now and then `book` or `balance` panics,
//! and nobody knows beforehand when. A program in another language uses it through the three functions below, all day
//! long. A bug in the library must not end it, nor leave it with half a booking.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a pointer is null (with `n` = 0 `amounts` may be) |
//! | 2 | the library returned an error |
//! | 3 | the library panicked |
//!
//! - One ledger serves all threads, also at the same time: the second one waits, and no booking is lost.
//! - After any code but 0 the balance is what it was before the call, and the next call works as usual.
//! - Each thread can ask for the message of *its own* last call of `ledger_book` or `ledger_balance`: the library's
//!   error as it is, the panic's text (a panic can carry a `&str`, a `String`, or something else), a sentence of yours
//!   for the rest. After a call that went well it is empty.
//! - A message may have any length. It goes into the caller's memory, with a 0 at its end, and is cut short if there
//!   are fewer bytes, even in the middle of a letter that has two. A 0 byte *inside* a message ends it there.
//! - Alignment is the caller's promise. Only what you read is sure to be initialised: the memory for a balance or a
//!   message may not be, so make no `&mut i64` and no `&mut [u8]` of it, which promise values.
//!
//! The check plays each scene in a process of its own, and looks at how that ended. About 45 minutes.
//!
//! This is what you are given:
//!
//! ```text
//! #[derive(Clone, Debug, Default, PartialEq, Eq)]
//! pub struct Ledger { … }
//!
//! pub const fn new() -> Ledger
//! pub fn book(&mut self, amounts: &[i64]) -> Result<(), String>
//!     // Err at an amount of 0: those before it are booked by then
//! pub fn balance(&self) -> i64
//! ```
//!
//! You need only that, and `panic::catch_unwind` with `AssertUnwindSafe`; of what it catches, `downcast_ref::<&str>()`
//! and `downcast_ref::<String>()`; `thread_local!` for a message per thread; `slice::from_raw_parts`, a pointer's
//! `write`, `ptr::copy_nonoverlapping`. A `Mutex` whose holder panics is poisoned, and `lock` returns an `Err` from
//! then on, with the guard in it (`PoisonError::into_inner`).

use given_ledger::Ledger;
use std::ffi::c_char;
use std::sync::Mutex;

/// The ledger that all threads share.
pub static LEDGER: Mutex<Ledger> = Mutex::new(Ledger::new());

/// Books `n` amounts: all of them, or none.
///
/// # Safety
/// `amounts` is null or aligned, and points to `n` initialised numbers that nobody changes meanwhile; with `n` = 0 it
/// may be anything.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_book(amounts: *const i64, n: usize) -> i32 {
    todo!("book {n} amounts from {amounts:?}, and let nothing out but a code")
}

/// Writes the balance to `*balance`; nothing is written unless the code is 0.
///
/// # Safety
/// `balance` is null or good for a write: aligned, and not necessarily initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_balance(balance: *mut i64) -> i32 {
    todo!("write the balance to {balance:?}, and let nothing out but a code")
}

/// Copies this thread's message to `out`: as many of its bytes as leave room for a 0, and the 0. With `capacity` 0, or
/// if `out` is null, nothing is written. Returns how long the whole message is, without the 0.
///
/// # Safety
/// `out` is null or has room for `capacity` bytes, which may be uninitialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_last_error(out: *mut c_char, capacity: usize) -> usize {
    todo!("copy the message to {out:?}, at most {capacity} bytes with the 0")
}
