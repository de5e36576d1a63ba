//! An end to waiting for answers that are slow, and not wrong for that.

use crate::rest;
use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// What `work` returns; `None` once it has computed for `long` without coming to an end. It then goes on by itself, and
/// ends with the process.
///
/// That is no clock on the wall: a thread that waits for a core doesn't compute, on however busy a machine. Where the
/// system doesn't tell how long a thread has run (it isn't Linux), the clock on the wall has to do.
///
/// # Panics
/// When `work` does.
#[track_caller]
pub fn within<T: Send + 'static>(long: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (name, named) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let worker = thread::spawn(move || {
        name.send(rest::this_thread()).expect("`within` waits for it");
        // Nobody listens any more if it took too long.
        let _ = tell.send(work());
    });
    let thread = named.recv().expect("it is the first thing that the thread does");
    let begun = Instant::now();
    loop {
        match told.recv_timeout(rest::TURN) {
            Ok(answer) => return Some(answer),
            Err(RecvTimeoutError::Disconnected) => {
                worker.join().unwrap();
                unreachable!("a thread that answers nothing has panicked")
            }
            Err(RecvTimeoutError::Timeout) => {
                let ran = thread.and_then(rest::ran).unwrap_or_else(|| begun.elapsed());
                if ran >= long {
                    return told.try_recv().ok();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::spin_loop;

    #[test]
    fn whoever_computes_without_end_is_given_up() {
        let endless = || {
            loop {
                spin_loop();
            }
        };
        assert_eq!(within(Duration::from_millis(20), endless), None::<()>);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn whoever_waits_is_not() {
        let long = Duration::from_millis(20);
        let late = move || {
            thread::sleep(20 * long);
            7
        };
        assert_eq!(within(long, late), Some(7));
    }

    #[test]
    #[should_panic(expected = "called `Result::unwrap()` on an `Err` value")]
    fn a_panic_is_passed_on() {
        within(Duration::from_secs(60), || crate::planted("the check wants it"));
    }
}
