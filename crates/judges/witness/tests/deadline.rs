//! Checks that hang come to an end, with the right diagnosis.

use std::panic;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use witness::deadline;

/// What `deadline` says about a body that never ends.
fn complaint(name: &str, idea: &str, limit: Duration, body: impl FnOnce() + Send + 'static) -> String {
    let hangs = panic::AssertUnwindSafe(|| deadline(name, idea, limit, body));
    *panic::catch_unwind(hangs).expect_err("it never ends").downcast().expect("in words")
}

const SHORT: Duration = Duration::from_millis(300);

#[test]
fn what_ends_is_returned() {
    assert_eq!(deadline("twice two", "", SHORT * 100, || 2 * 2), 4);
}

#[test]
fn a_panic_is_passed_on() {
    let outcome = panic::catch_unwind(|| deadline("a panic", "", SHORT * 100, || panic!("as it is")));
    assert_eq!(*outcome.unwrap_err().downcast::<&str>().unwrap(), "as it is");
}

// One test, for they disturb each other: the endless loop goes on until this program ends.
#[test]
fn a_deadlock_and_an_endless_loop_are_told_apart() {
    let deadlock = || {
        let (_sender, receiver) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || receiver.recv());
        });
    };
    let told = cfg!(target_os = "linux");
    let began = Instant::now();
    let message = complaint("a body", "its end", if told { Duration::from_secs(3600) } else { SHORT }, deadlock);
    assert!(message.contains("\"a body\"") && message.ends_with("\nLook again at its end."), "{message}");
    assert!(!told || message.contains("every thread is asleep"), "{message}");
    assert!(began.elapsed() < Duration::from_secs(1800), "a deadlock needn't be waited for");

    // It is seen to be one, so it doesn't matter that there was less time.
    let message =
        complaint("a second body", "who waits?", if told { Duration::from_secs(3600) } else { SHORT }, deadlock);
    assert!(!told || !message.contains("a body"), "{message}");
    assert!(!told || message.ends_with("\nLook again at who waits?"), "{message}");

    let message = complaint("another", "its end", SHORT, || {
        loop {
            std::hint::spin_loop();
        }
    });
    assert!(!told || message.contains("some thread is still running"), "{message}");
    // Neither comes first: a verdict shows the test that stands first in the task, whichever was given up first.
    assert!(message.contains("(\"a body\" had come to no end before, so this check got less time."), "{message}");
}
