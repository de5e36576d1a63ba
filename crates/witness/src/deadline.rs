use crate::rest::{self, Look, TURN, Watch};
use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// When every thread has slept for so long, none of them on a child process, nobody will wake any of them: there is no
/// need to wait for the deadline.
const STANDSTILL: Duration = Duration::from_secs(3);

/// What is left of the limit once some check of this program has used up its own: that answer has failed already, and
/// its learner shouldn't wait for the same endless loop once for each test.
const SHORT: Duration = Duration::from_secs(5);

/// The first check of this program that was given up.
static GIVEN_UP: Mutex<Option<String>> = Mutex::new(None);

fn given_up() -> MutexGuard<'static, Option<String>> {
    GIVEN_UP.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `body` and returns what it returns; panics when it hasn't come to an end after about `limit`, so that a check
/// of code that may hang comes to an end even if its threads are stuck. They are left behind; the test program ends
/// them when it ends itself.
///
/// A deadlock is noticed within seconds where the system can tell (on Linux), but for one with another process or a
/// device.
///
/// `what` names the check, `idea` what the learner should look at again; the message also tells a deadlock from an
/// endless loop, where the system lets us see the difference. The limit only ends a wait that would be endless: give
/// it plenty (20 seconds or more), so that a busy machine never makes a right answer fail. When one check of a program
/// has been given up, the others get five seconds.
///
/// ```
/// use std::time::Duration;
/// let answer = witness::deadline("twice two", "what ends the loop", Duration::from_secs(20), || 2 * 2);
/// assert_eq!(answer, 4);
/// ```
#[track_caller]
pub fn deadline<T: Send + 'static>(
    what: &str,
    idea: &str,
    limit: Duration,
    body: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (done, wait) = mpsc::channel();
    // It speaks for the test that it is called in, so it has that one's name.
    thread::Builder::new()
        .name(thread::current().name().unwrap_or(what).into())
        .spawn(move || {
            let outcome = panic::catch_unwind(panic::AssertUnwindSafe(body));
            // Fails only if nobody waits any more.
            let _ = done.send(outcome);
        })
        .expect("the system lets us start a thread");
    // This thread only watches: it mustn't look busy to a `SlowMotion` in `body`.
    let watch = Watch::begin();
    // Turns, not seconds: see `rest::TURN`.
    let turns = |time: Duration| time.div_duration_f64(TURN).ceil() as u64;
    let mut asleep = 0;
    for turn in 0..turns(limit) {
        if turn >= turns(SHORT) && given_up().is_some() {
            break;
        }
        match wait.recv_timeout(TURN) {
            Ok(Ok(value)) => return value,
            // Its message has been printed by the thread that panicked.
            Ok(Err(panic)) => panic::resume_unwind(panic),
            Err(RecvTimeoutError::Timeout) => asleep = if watch.look() == Look::AtRest { asleep + 1 } else { 0 },
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if asleep >= turns(STANDSTILL) && !rest::has_children() {
            break;
        }
    }
    let diagnosis = match watch.look() {
        Look::AtRest => "every thread is asleep, waiting for another one: a deadlock",
        Look::Busy => "some thread is still running: a loop that doesn't end, or far too much work",
        Look::Unknown => "threads wait for each other (a deadlock), or a loop doesn't end",
    };
    let after_another = match &*given_up() {
        Some(first) => {
            format!("\n({first:?} was given up before this one, which then got less time: mend that first.)")
        }
        None => String::new(),
    };
    given_up().get_or_insert_with(|| what.into());
    panic!("{what:?} doesn't come to an end; {diagnosis}.\nLook again at {idea}.{after_another}");
}
