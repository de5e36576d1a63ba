//! Every step under loom: the right ones hold in every execution, and of the wrong ones the book prints what loom says.
//! `UPDATE_EXPECT=1 cargo test -p steps_shared` writes those texts again.

#[path = "../src/atomic_add.rs"]
mod atomic_add;
#[path = "../src/deadlock.rs"]
mod deadlock;
#[path = "../src/litmus/mod.rs"]
#[allow(dead_code, reason = "the steps once more, for loom: not all of them are played")]
mod litmus;
#[path = "../src/lost_update.rs"]
mod lost_update;
#[path = "../src/queue/mod.rs"]
#[allow(dead_code, reason = "as above")]
mod queue;
#[path = "../src/seats/mod.rs"]
mod seats;
#[path = "../src/spin_lock/mod.rs"]
mod spin_lock;
#[path = "../src/torn.rs"]
mod torn;
#[path = "../src/whole.rs"]
mod whole;

mod report;
mod sync;

use loom::cell::UnsafeCell;
use report::{explore, printed, refused};
use spin_lock::{backing_off, s1_look_then_take, s2_relaxed, s3_ordered, s4_owns, s5_guard, ticket};
use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use sync::{AtomicBool, AtomicU64, Ordering};

/// What loom sees `count` become when two threads call `add` once each.
fn counts(add: fn(&AtomicU64)) -> BTreeSet<u64> {
    outcomes(move || {
        let count = Arc::new(AtomicU64::default());
        let theirs = Arc::clone(&count);
        let other = loom::thread::spawn(move || add(&theirs));
        add(&count);
        other.join().unwrap();
        count.load(Ordering::Relaxed)
    })
}

/// Every outcome of `model`.
fn outcomes<T: Ord + Send + 'static>(model: impl Fn() -> T + Send + Sync + 'static) -> BTreeSet<T> {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let noted = Arc::clone(&seen);
    explore(move || {
        let outcome = model();
        noted.lock().unwrap().insert(outcome);
    });
    std::mem::take(&mut *seen.lock().unwrap())
}

#[test]
fn updates_in_two_steps_get_lost() {
    assert_eq!(counts(lost_update::add), BTreeSet::from([1, 2]));
    assert_eq!(counts(atomic_add::add), BTreeSet::from([2]));
}

macro_rules! tallies {
    ($Tally:ty) => {
        outcomes(|| {
            let tally = Arc::new(<$Tally>::default());
            let theirs = Arc::clone(&tally);
            let other = loom::thread::spawn(move || theirs.record(10));
            let seen = tally.read();
            other.join().unwrap();
            seen
        })
    };
}

#[test]
fn two_atomics_are_torn() {
    assert_eq!(tallies!(torn::Tally), BTreeSet::from([(0, 0), (0, 10), (1, 0), (1, 10)]));
    assert_eq!(tallies!(whole::Tally), BTreeSet::from([(0, 0), (1, 10)]));
}

// ANCHOR: two_threads
/// Two threads add to one number, each while it holds the lock.
fn two_threads<L>(lock: fn(&L), unlock: fn(&L))
where
    L: Default + Send + Sync + 'static,
{
    let number = UnsafeCell::new(0); // loom's: it watches who uses it
    let shared = Arc::new((L::default(), number));
    let add = move |shared: &(L, UnsafeCell<i32>)| {
        lock(&shared.0);
        // SAFETY: loom panics if another thread could be here, too.
        shared.1.with_mut(|number| unsafe { *number += 1 });
        unlock(&shared.0);
    };
    let theirs = Arc::clone(&shared);
    let other = loom::thread::spawn(move || add(&theirs));
    add(&shared);
    other.join().unwrap();
}
// ANCHOR_END: two_threads

#[test]
fn the_third_lock_holds() {
    use {s1_look_then_take::SpinLock as First, s3_ordered::SpinLock as Third};
    refused(|| two_threads(First::lock, First::unlock));
    explore(|| two_threads(Third::lock, Third::unlock));
}

#[test]
fn what_loom_says_about_a_relaxed_lock() {
    use s2_relaxed::SpinLock;
    printed("relaxed_lock.txt", &refused(|| two_threads(SpinLock::lock, SpinLock::unlock)));
}

#[test]
fn what_loom_says_about_two_locks() {
    let said = refused(|| {
        let accounts = Arc::new([sync::Mutex::new(100), sync::Mutex::new(100)]);
        let theirs = Arc::clone(&accounts);
        let other = loom::thread::spawn(move || deadlock::transfer(&theirs[0], &theirs[1], 10));
        deadlock::transfer(&accounts[1], &accounts[0], 20);
        other.join().unwrap();
    });
    // All on one line, as it comes, nobody can read it on a page.
    printed(
        "deadlock.txt",
        &said
            .replace("[(Id", "[\n  (Id")
            .replace(", (Id", ",\n  (Id")
            .replace("(Some(Loc", "(Some(\n    Loc")
            .replace(", line", ",\n      line"),
    );
}

/// How often two threads sell the last seat.
fn sold(sell: fn(&AtomicU64) -> bool) -> BTreeSet<u32> {
    outcomes(move || {
        let left = Arc::new(AtomicU64::new(1));
        let theirs = Arc::clone(&left);
        let other = loom::thread::spawn(move || sell(&theirs));
        let mine = sell(&left);
        u32::from(mine) + u32::from(other.join().unwrap())
    })
}

#[test]
fn the_last_seat_is_sold_once() {
    assert_eq!(sold(seats::s1_look_then_take::sell), BTreeSet::from([1, 2]));
    assert_eq!(sold(seats::s2_compare_exchange::sell), BTreeSet::from([1]));
}

#[test]
fn locks_that_wait_better_hold() {
    use {backing_off::SpinLock as BackingOff, ticket::SpinLock as Ticket};
    explore(|| two_threads(BackingOff::lock, BackingOff::unlock));
    explore(|| two_threads(Ticket::lock, Ticket::unlock));
}

/// Two threads add 1 to a number, by `add`; it is loom's, which watches who uses it.
fn adds<L: Default + Send + Sync + 'static>(add: fn(&L), number: fn(&L) -> i32) -> BTreeSet<i32> {
    outcomes(move || {
        let lock = Arc::new(L::default());
        let theirs = Arc::clone(&lock);
        let other = loom::thread::spawn(move || add(&theirs));
        add(&lock);
        other.join().unwrap();
        number(&lock)
    })
}

#[test]
fn locks_that_own_hold() {
    use {s4_owns::SpinLock as Owns, s5_guard::SpinLock as Guarded};
    fn add(number: &UnsafeCell<i32>) {
        // SAFETY: loom panics if another thread could be here, too.
        number.with_mut(|number| unsafe { *number += 1 });
    }
    fn value(number: &UnsafeCell<i32>) -> i32 {
        // SAFETY: as above.
        number.with(|number| unsafe { *number })
    }
    let owned = |lock: &Owns<_>| {
        add(lock.lock());
        // SAFETY: taken the line before, and not used after it.
        unsafe { lock.unlock() };
    };
    assert_eq!(adds(owned, |lock: &Owns<_>| value(lock.lock())), BTreeSet::from([2]));
    let guarded = |lock: &Guarded<_>| add(&lock.lock());
    assert_eq!(adds(guarded, |lock: &Guarded<_>| value(&lock.lock())), BTreeSet::from([2]));
}

/// What the receiver gets.
fn received(raise: Ordering, look: Ordering) -> BTreeSet<Option<u64>> {
    outcomes(move || {
        let mailbox = Arc::new(litmus::message::Mailbox::default());
        let theirs = Arc::clone(&mailbox);
        let sender = loom::thread::spawn(move || theirs.send(raise));
        let got = mailbox.receive(look);
        sender.join().unwrap();
        got
    })
}

/// The same with a fence on each side.
fn received_through_fences() -> BTreeSet<Option<u64>> {
    outcomes(|| {
        let mailbox = Arc::new(litmus::message_fenced::Mailbox::default());
        let theirs = Arc::clone(&mailbox);
        let sender = loom::thread::spawn(move || theirs.send());
        let got = mailbox.receive();
        sender.join().unwrap();
        got
    })
}

/// Whether the first saw the second's flag, and the second the first's.
fn looked(raise_and_look: fn(&AtomicBool, &AtomicBool) -> bool) -> BTreeSet<(bool, bool)> {
    outcomes(move || {
        let flags = Arc::new([AtomicBool::default(), AtomicBool::default()]);
        let theirs = Arc::clone(&flags);
        let second = loom::thread::spawn(move || raise_and_look(&theirs[1], &theirs[0]));
        let first = raise_and_look(&flags[0], &flags[1]);
        (first, second.join().unwrap())
    })
}

#[test]
fn what_each_ordering_allows() {
    use Ordering::{Acquire, Relaxed, Release};
    fn line<T: Debug>(table: &mut String, what: &str, outcomes: BTreeSet<T>, word: fn(&T) -> &'static str) {
        let words: Vec<_> = outcomes.iter().map(word).collect();
        writeln!(table, "{what:<36} {}", words.join(", ")).unwrap();
    }
    let letter = |got: &Option<u64>| match got {
        None => "no flag",
        Some(0) => "flag and NO letter",
        Some(_) => "flag and letter",
    };
    let flags = |seen: &(bool, bool)| match seen {
        (false, false) => "NEITHER",
        (false, true) => "second",
        (true, false) => "first",
        (true, true) => "both",
    };
    let mut table = String::new();
    line(&mut table, "a message, Relaxed", received(Relaxed, Relaxed), letter);
    line(&mut table, "a message, Release and Relaxed", received(Release, Relaxed), letter);
    line(&mut table, "a message, Relaxed and Acquire", received(Relaxed, Acquire), letter);
    line(&mut table, "a message, Release and Acquire", received(Release, Acquire), letter);
    line(&mut table, "a message, Relaxed, two fences", received_through_fences(), letter);
    line(&mut table, "two flags, Release and Acquire", looked(litmus::store_buffer::raise_and_look), flags);
    line(&mut table, "the same with a SeqCst fence", looked(litmus::store_buffer_fenced::raise_and_look), flags);
    printed("litmus.txt", &table);
}

#[test]
fn queues_hand_over_everything() {
    explore(|| {
        let queue = Arc::new(queue::s2_waiting::Queue::new());
        let theirs = Arc::clone(&queue);
        let other = loom::thread::spawn(move || theirs.push(1));
        assert_eq!(queue.pop(), 1);
        other.join().unwrap();
    });
    explore(|| {
        let queue = Arc::new(queue::s3_bounded::Queue::new(1));
        let theirs = Arc::clone(&queue);
        let other = loom::thread::spawn(move || (0..3).for_each(|item| theirs.push(item)));
        assert_eq!([(); 3].map(|()| queue.pop()), [0, 1, 2]);
        other.join().unwrap();
    });
}
