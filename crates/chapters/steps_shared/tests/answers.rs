//! The steps with the standard library's threads.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use steps_shared::{atomic_add, channel, deadlock, once, queue, rwlock, seats, spin_lock, thread_local, whole};
use variant::Workers;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn atomic_additions_all_count() {
    let count = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..1000).for_each(|_| atomic_add::add(&count)));
        }
    });
    assert_eq!(count.load(Relaxed), 3000);
}

#[test]
fn a_tally_is_never_torn() {
    let tally = whole::Tally::default();
    thread::scope(|scope| {
        scope.spawn(|| (0..1000).for_each(|_| tally.record(7)));
        for _ in 0..1000 {
            let (count, sum) = tally.read();
            assert_eq!(sum, 7 * count);
        }
    });
    assert_eq!(tally.read(), (1000, 7000));
}

#[test]
fn the_third_lock_excludes() {
    deadline("a spin lock", "its orderings", LIMIT, || {
        let lock = spin_lock::s3_ordered::SpinLock::default();
        // As two steps, which only a lock makes one.
        let number = AtomicU64::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..1000 {
                        lock.lock();
                        number.store(number.load(Relaxed) + 1, Relaxed);
                        lock.unlock();
                    }
                });
            }
        });
        assert_eq!(number.load(Relaxed), 3000);
    });
}

#[test]
fn the_fifth_lock_excludes() {
    deadline("a spin lock", "its guard", LIMIT, || {
        let lock = spin_lock::s5_guard::SpinLock::<u64>::default();
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| (0..1000).for_each(|_| *lock.lock() += 1));
            }
        });
        assert_eq!(*lock.lock(), 3000);
    });
}

#[test]
fn no_more_seats_are_sold_than_there_are() {
    let left = AtomicU64::new(100);
    let sell = || (0..100).filter(|_| seats::s2_compare_exchange::sell(&left)).count();
    let sold = thread::scope(|scope| [(); 3].map(|()| scope.spawn(sell)).map(|clerk| clerk.join().unwrap()));
    assert_eq!((sold.iter().sum::<usize>(), left.load(Relaxed)), (100, 0));
}

#[test]
fn queues_hand_over_everything() {
    deadline("three queues", "who wakes whom", LIMIT, || {
        let polled = queue::s1_polled::Queue::new();
        assert_eq!(polled.pop(), None);
        polled.push(1);
        assert_eq!((polled.pop(), polled.pop()), (Some(1), None));

        let (waiting, bounded) =
            (Arc::new(queue::s2_waiting::Queue::new()), Arc::new(queue::s3_bounded::Queue::new(2)));
        let (to, through) = (Arc::clone(&waiting), Arc::clone(&bounded));
        let source = thread::spawn(move || (0..100).for_each(|item| to.push(item)));
        let pipe = thread::spawn(move || (0..100).for_each(|_| through.push(waiting.pop())));
        assert!((0..100).all(|item| bounded.pop() == item));
        source.join().unwrap();
        pipe.join().unwrap();
    });
}

#[test]
fn transfers_one_way_keep_the_sum() {
    let (ann, bob) = (Mutex::new(100), Mutex::new(100));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| deadlock::transfer(&ann, &bob, 10));
        }
    });
    assert_eq!((ann.into_inner().unwrap(), bob.into_inner().unwrap()), (70, 130));
}

#[test]
fn a_channel_brings_all_answers() {
    deadline("a channel", "who still holds a sender", LIMIT, || {
        for (workers, jobs) in [(1, 0), (1, 5), (2, 7), (3, 3), (7, 100), (64, 10)] {
            let workers = Workers::new(workers).unwrap();
            let answers = channel::run(workers, jobs, |i| i * i);
            assert!(answers.into_iter().eq((0..jobs).map(|i| i * i)));
        }
    });
}

#[test]
fn the_other_tools() {
    let harbours = rwlock::Harbours::default();
    assert_eq!(harbours.find("Kiel"), None);
    harbours.insert("Kiel", (54.3, 10.1));
    assert_eq!(harbours.find("Kiel"), Some((54.3, 10.1)));

    let sines = thread::scope(|scope| [(); 3].map(|()| scope.spawn(|| once::sine(390))).map(|t| t.join().unwrap()));
    assert!(sines.iter().all(|sine| (sine - 0.5).abs() < 1e-15));

    assert_eq!(thread_local::median(&[3.0, 1.0, 2.0]), 2.0);
    assert_eq!(thread_local::median(&[5.0]), 5.0);
}
