//! An end for every check, whether or not the code under test comes to one.

use crate::rest::{self, For, Look, TURN, Watch};
use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// When every thread has slept for so long, none of them on a child process or for the next beat of a film, nobody will
/// wake any of them: there is no need to wait for the deadline. A third of it will do once a check has been given up.
const STANDSTILL: Duration = Duration::from_secs(3);

/// What is left of the limit once some check of this program has used up its own: that answer has failed already, and
/// its learner shouldn't wait for the same endless loop once for each test.
const SHORT: Duration = Duration::from_secs(3);

/// Of its limit, a body may spend this part running. Where threads run all the time it need not wait for the rest: that
/// is there for machines that have no core for them.
const RUNNING: u32 = 6;

/// The first check of this program that was given up.
static GIVEN_UP: Mutex<Option<String>> = Mutex::new(None);

/// Runs `body` and returns what it returns; panics when it hasn't come to an end after about `limit`, so that a check
/// of code that may hang comes to an end even if its threads are stuck. They are left behind; the test program ends
/// them when it ends itself.
///
/// A deadlock is noticed within seconds where the system can tell (on Linux), but for one with another process or a
/// device.
///
/// `what` names the check, `idea` what the learner should look at again; the message also tells a deadlock from an
/// endless loop, where the system lets us see the difference. The limit only ends a wait that would be endless: give it
/// plenty (20 seconds or more), so that a busy machine never makes a right answer fail. Where the system tells how long
/// threads have really been running, an endless loop is ended after a sixth of that. When one check of a program has
/// been given up, the others get three seconds.
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
    let standstill = if given_up().is_some() { STANDSTILL / 3 } else { STANDSTILL };
    let seen = match watch(&wait, limit, limit / RUNNING, standstill) {
        Ok(Ok(value)) => return value,
        // Its message has been printed by the thread that panicked.
        Ok(Err(panic)) => panic::resume_unwind(panic),
        Err(seen) => seen,
    };
    let diagnosis = match seen {
        Look::AtRest => "every thread is asleep, waiting for another one: a deadlock",
        Look::Busy => "some thread is still running: a loop that doesn't end, or far too much work",
        Look::Filming => {
            "work goes on, one piece after another: a loop that doesn't end, far too much work, or work that waits for other \
             work though it needn't"
        }
        Look::Unknown => "threads wait for each other (a deadlock), or a loop doesn't end",
    };
    let after_another = match given_up().get_or_insert_with(|| what.into()) {
        // A deadlock is known for one, however much time there is.
        first if first == what || seen == Look::AtRest => String::new(),
        first => format!(
            "\n({first:?} had come to no end before, so this check got less time. One mistake may be behind both.)"
        ),
    };
    // An idea may be a question.
    let full_stop = if idea.ends_with('?') { "" } else { "." };
    panic!("{what:?} doesn't come to an end; {diagnosis}.\nLook again at {idea}{full_stop}{after_another}");
}

fn given_up() -> std::sync::MutexGuard<'static, Option<String>> {
    GIVEN_UP.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What comes through `wait`; or, once it is clear that nothing will, what was seen in the end. That is clear after
/// `limit`, after `running` if threads have been running for so long, or after a `standstill`.
fn watch<T>(wait: &mpsc::Receiver<T>, limit: Duration, running: Duration, standstill: Duration) -> Result<T, Look> {
    // This thread only watches: it mustn't look busy to a `SlowMotion` in the body.
    let mut watch = Watch::begin(For::TheEnd);
    // Turns, not seconds: see `rest::TURN`.
    let turns = |time: Duration| time.div_duration_f64(TURN).ceil() as u64;
    let mut asleep = 0;
    for turn in 0..turns(limit) {
        if turn >= turns(SHORT) && given_up().is_some() {
            break;
        }
        match wait.recv_timeout(TURN) {
            Ok(outcome) => return Ok(outcome),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        asleep = if watch.look() == Look::AtRest { asleep + 1 } else { 0 };
        if asleep >= turns(standstill) && !rest::has_children() {
            break;
        }
        // Asked now and then: it costs a look at each thread.
        if turn % 16 == 0 && watch.all_busy_ran().is_some_and(|ran| ran >= running) && !rest::has_children() {
            break;
        }
    }
    Err(watch.look())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SlowMotion;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    const AN_HOUR: Duration = Duration::from_secs(3600);

    /// One thread at work in slow motion, while no other comes, looks like a deadlock: it only ever sleeps.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_film_is_no_standstill() {
        let (done, wait) = mpsc::channel();
        let film = Arc::new(SlowMotion::of(2));
        let theirs = Arc::clone(&film);
        thread::spawn(move || {
            (0..100).for_each(|item| theirs.work(item, 1));
            done.send(()).unwrap();
        });
        // Not even a moment of rest.
        assert_eq!(watch(&wait, AN_HOUR, AN_HOUR, TURN), Ok(()));
        assert_eq!(film.develop().beats(), 100);
    }

    /// By the clock there would be an hour to wait.
    #[test]
    #[cfg(target_os = "linux")]
    fn an_endless_loop_is_known_by_how_long_it_has_run() {
        let (done, wait) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&stop);
        let loops = thread::spawn(move || {
            while !theirs.load(Relaxed) {
                std::hint::spin_loop();
            }
            done.send(()).unwrap();
        });
        assert_eq!(watch(&wait, AN_HOUR, Duration::from_millis(50), AN_HOUR), Err(Look::Busy));
        stop.store(true, Relaxed);
        loops.join().unwrap();
    }
}
