//! What stands in for the standard library does as that does, in every order; and what goes wrong is told.

use loomed::sync::{Arc, Condvar, Mutex, mpsc, thread};
use loomed::{explore, sync::mpsc::TryRecvError};

/// Every order with at most two interruptions.
fn model(model: impl Fn() + Send + Sync + 'static) {
    let mut loom = loom::model::Builder::new();
    loom.preemption_bound = Some(2);
    loom.check(model);
}

#[test]
fn a_channel_ends_with_its_last_sender() {
    model(|| {
        let (sender, receiver) = mpsc::channel();
        let other = sender.clone();
        let threads = [(sender, 1), (other, 2)].map(|(sender, item)| thread::spawn(move || sender.send(item).unwrap()));
        let mut items: Vec<_> = receiver.iter().collect();
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn a_channel_without_a_receiver_gives_the_item_back() {
    model(|| {
        let (sender, receiver) = mpsc::channel();
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
        let gone = thread::spawn(move || drop(receiver));
        let sent = sender.send(7);
        gone.join().unwrap();
        assert!(sent.is_ok() || sent.unwrap_err().0 == 7);
        assert_eq!(sender.send(8).unwrap_err().0, 8);
    });
}

#[test]
fn whoever_waits_is_woken() {
    model(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            for _ in 0..2 {
                *theirs.0.lock().unwrap() += 1;
                theirs.1.notify_one();
            }
        });
        let two = shared.1.wait_while(shared.0.lock().unwrap(), |count| *count < 2).unwrap();
        assert_eq!(*two, 2);
        drop(two);
        other.join().unwrap();
    });
}

#[test]
fn a_wake_up_that_is_lost_is_told() {
    let found = explore("a_wake_up_that_is_lost_is_told", "a look without the lock", 2, || {
        let shared = Arc::new((Mutex::new(()), Condvar::new(), loom::sync::atomic::AtomicBool::new(false)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            theirs.2.store(true, loom::sync::atomic::Ordering::SeqCst);
            theirs.1.notify_one();
        });
        let mut held = shared.0.lock().unwrap();
        while !shared.2.load(loom::sync::atomic::Ordering::SeqCst) {
            held = shared.1.wait(held).unwrap();
        }
        drop(held);
        other.join().unwrap();
    });
    assert!(found.unwrap_err().starts_with("deadlock"), "one falls asleep when the other has said its word");
}
