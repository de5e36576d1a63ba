//! What stands in for the standard library does as that does, in every order; and what goes wrong is told.

use loom_std::sync::mpsc::{TryRecvError, TrySendError};
use loom_std::sync::{Arc, Condvar, Mutex, mpsc, thread};
use loom_std::{Mishap, explore};

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
    assert_eq!(found.unwrap_err().kind, Mishap::Deadlock, "one falls asleep when the other has said its word");
}

#[test]
fn two_accesses_at_once_are_a_race() {
    let found = explore("two_accesses_at_once_are_a_race", "a flag that orders nothing", 2, || {
        use loom_std::atomic::{AtomicBool, Ordering::Relaxed};
        let shared = loom::sync::Arc::new((loom::cell::UnsafeCell::new(0), AtomicBool::new(false)));
        let theirs = shared.clone();
        let other = loom::thread::spawn(move || {
            // SAFETY: loom panics before this runs if anybody else can be here.
            theirs.0.with_mut(|it| unsafe { *it = 1 });
            theirs.1.store(true, Relaxed);
        });
        if shared.1.load(Relaxed) {
            // SAFETY: as above.
            shared.0.with(|it| assert_eq!(unsafe { *it }, 1));
        }
        other.join().unwrap();
    });
    assert_eq!(found.unwrap_err().kind, Mishap::Race);
}

#[test]
fn a_thread_that_asks_for_ever_is_told() {
    let found = explore("a_thread_that_asks_for_ever_is_told", "a loop that nobody ends", 2, || {
        let flag = loom_std::atomic::AtomicBool::new(false);
        while !flag.load(loom_std::atomic::Ordering::SeqCst) {}
    });
    assert_eq!(found.unwrap_err().kind, Mishap::Endless);
}

/// The standard library's thread, and on it a lock of loom's.
#[test]
fn what_is_not_looms_is_told_in_words() {
    let found = explore("what_is_not_looms_is_told_in_words", "a thread of std", 2, || {
        let outcome = std::thread::spawn(|| _ = Mutex::new(1).lock()).join();
        assert!(outcome.is_ok(), "the first panic is loom's");
    });
    let found = found.unwrap_err();
    assert_eq!(found.kind, Mishap::NotLooms, "{found}");
    let told = found.tell("a thread of std", |_| unreachable!("no exercise knows better"));
    assert!(told.contains("Take all of them from `crate::sync`, as in `use crate::sync::{Arc, Mutex};`"), "{told}");
    assert!(!told.contains("order of steps that goes wrong"), "{told}");
}

#[test]
fn a_bounded_channel_makes_its_senders_wait() {
    model(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        let thread = thread::spawn(move || {
            for item in 0..3 {
                sender.send(item).unwrap();
            }
        });
        assert_eq!(receiver.iter().collect::<Vec<_>>(), [0, 1, 2]);
        thread.join().unwrap();
    });
    model(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        assert!(sender.try_send(1).is_ok());
        assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
        let thread = thread::spawn(move || sender.send(3));
        drop(receiver);
        assert!(thread.join().unwrap().is_err(), "the sender that waits for room learns that nobody will make any");
    });
}

#[test]
fn without_room_a_sender_waits_until_its_item_is_taken() {
    model(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        assert_eq!(sender.try_send(0), Err(TrySendError::Full(0)), "nobody is there to take it");
        let sent = Arc::new(loom_std::atomic::AtomicBool::new(false));
        let theirs = Arc::clone(&sent);
        let thread = thread::spawn(move || {
            sender.send(1).unwrap();
            theirs.store(true, loom_std::atomic::Ordering::SeqCst);
        });
        assert!(!sent.load(loom_std::atomic::Ordering::SeqCst), "nobody has taken it");
        assert_eq!(receiver.recv(), Ok(1));
        thread.join().unwrap();
    });
}

/// A number may be used again when its first user is done with it, as the address of a node is; how the second user
/// learns that it is free (from the allocator, say), loom doesn't see. So a swap must not take a stale value for its
/// own and write nothing.
#[test]
fn a_swap_of_numbers_always_writes() {
    use loom_std::atomic::{AtomicUsize, Ordering::Relaxed};
    model(|| {
        let (tail, free) = (Arc::new(AtomicUsize::new(0)), Arc::new(std::sync::atomic::AtomicBool::new(false)));
        let (theirs, freed) = (Arc::clone(&tail), Arc::clone(&free));
        let first = thread::spawn(move || {
            assert_eq!(theirs.swap(1, Relaxed), 0);
            assert_eq!(theirs.compare_exchange(1, 0, Relaxed, Relaxed), Ok(1));
            freed.store(true, Relaxed);
        });
        thread::yield_now();
        if free.load(Relaxed) {
            assert_eq!(tail.swap(1, Relaxed), 0, "what the first user had written is gone");
        }
        first.join().unwrap();
    });
}

#[test]
fn a_weak_exchange_fails_as_often_as_it_is_told_to() {
    use loom_std::atomic::{AtomicBool, Ordering::SeqCst, fail_weak_exchanges};
    model(|| {
        let flag = AtomicBool::new(false);
        fail_weak_exchanges(1);
        assert_eq!(flag.compare_exchange_weak(false, true, SeqCst, SeqCst), Err(false));
        assert_eq!(flag.compare_exchange_weak(false, true, SeqCst, SeqCst), Ok(false));
    });
}
