//! One thread has the ledger and does what the others send it; they wait for its answer.

use given_ledger::Ledger;
use std::any::Any;
use std::cell::RefCell;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::{ptr, slice, thread};

/// The ledger that all threads share.
pub static LEDGER: Mutex<Ledger> = Mutex::new(Ledger::new());

thread_local! {
    /// The message of this thread's last call, without a 0 byte.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What the clerk is asked to do; the amounts are a copy.
enum Task {
    Book(Vec<i64>),
    Balance,
}

/// The balance, and where it goes.
type Answer = Result<i64, (i32, String)>;

/// One thread has the ledger, and does one task after another.
static CLERK: LazyLock<Mutex<Sender<(Task, Sender<Answer>)>>> = LazyLock::new(|| {
    let (to_clerk, tasks) = channel::<(Task, Sender<Answer>)>();
    thread::spawn(move || {
        for (task, answer) in tasks {
            // Whoever asked may have gone.
            let _ = answer.send(done(&task));
        }
    });
    Mutex::new(to_clerk)
});

fn done(task: &Task) -> Answer {
    let work = || {
        let mut ledger = ledger();
        match task {
            Task::Balance => Ok(ledger.balance()),
            Task::Book(amounts) => {
                // What goes wrong goes wrong in a copy.
                let mut changed = ledger.clone();
                changed.book(amounts)?;
                *ledger = changed;
                Ok(0)
            }
        }
    };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(answer) => answer.map_err(|error| (2, error)),
        Err(payload) => Err((3, text(&*payload))),
    }
}

fn ask(task: Task) -> Answer {
    let gone = |_| (3, "the clerk is gone".to_owned());
    let (to_us, answer) = channel();
    let to_clerk = CLERK.lock().unwrap_or_else(PoisonError::into_inner).clone();
    to_clerk.send((task, to_us)).map_err(|_| gone(()))?;
    answer.recv().unwrap_or_else(|_| Err(gone(())))
}

/// Keeps the message, and returns the code.
fn told(answer: Result<(), (i32, String)>) -> i32 {
    let (code, message) = answer.err().unwrap_or_default();
    let until = message.find('\0').unwrap_or(message.len());
    MESSAGE.set(message.as_bytes()[..until].to_vec());
    code
}

/// Books `n` amounts: all of them, or none.
///
/// # Safety
/// `amounts` is null or aligned, and points to `n` initialised numbers that nobody changes meanwhile; with `n` = 0 it
/// may be anything.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_book(amounts: *const i64, n: usize) -> i32 {
    let amounts = match n {
        0 => Vec::new(),
        _ if amounts.is_null() => return told(Err((1, "a pointer is null".into()))),
        // SAFETY: not null, and there are `n`, as the caller promises.
        _ => unsafe { slice::from_raw_parts(amounts, n) }.to_vec(),
    };
    told(ask(Task::Book(amounts)).map(drop))
}

/// Writes the balance to `*balance`; nothing is written unless the code is 0.
///
/// # Safety
/// `balance` is null or good for a write: aligned, and not necessarily initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_balance(balance: *mut i64) -> i32 {
    if balance.is_null() {
        return told(Err((1, "a pointer is null".into())));
    }
    // SAFETY: not null, and good for a write, as the caller promises.
    told(ask(Task::Balance).map(|got| unsafe { balance.write(got) }))
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
