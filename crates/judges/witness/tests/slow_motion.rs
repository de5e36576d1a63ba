//! Known ways to share work, and the timelines that they must give on any machine, however busy.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use witness::{SlowMotion, Timeline};

/// Four items of work, shared by `share`, on film.
fn film(workers: usize, share: impl FnOnce(&SlowMotion)) -> Timeline {
    let film = SlowMotion::of(workers);
    share(&film);
    film.develop()
}

/// What a failing assertion says.
fn complaint(assertion: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(assertion).expect_err("it should complain");
    *panic.downcast::<String>().expect("it complains in words")
}

#[test]
fn one_thread_takes_as_long_as_there_is_work() {
    let timeline = film(2, |film| (0..12).for_each(|item| film.work(item, 1)));
    timeline.assert_each_once("item", 12);
    assert_eq!((timeline.beats(), timeline.workers(), timeline.most_at_once()), (12, 1, 1));
    assert!(complaint(move || timeline.assert_all_at_once(2)).contains("One thread did everything"));
}

#[test]
fn threads_at_the_same_time_take_their_share() {
    let timeline = film(3, |film| {
        thread::scope(|scope| {
            for first in [0, 4, 8] {
                scope.spawn(move || (first..first + 4).for_each(|item| film.work(item, 1)));
            }
        });
    });
    timeline.assert_each_once("item", 12);
    timeline.assert_all_at_once(3);
    timeline.assert_within(4);
    assert_eq!((timeline.beats(), timeline.work()), (4, 12));
}

#[test]
fn joining_too_early_is_seen() {
    let timeline = film(3, |film| {
        for first in [0, 4, 8] {
            thread::scope(|scope| {
                scope.spawn(move || (first..first + 4).for_each(|item| film.work(item, 1)));
            });
        }
    });
    assert_eq!((timeline.beats(), timeline.workers(), timeline.most_at_once()), (12, 3, 1));
    let picture = "worker 0  ████          4 beats, 4 items\n  worker 1      ████      4 beats, 4 items";
    assert!(timeline.to_string().contains(picture), "{timeline}");
    assert!(complaint(move || timeline.assert_all_at_once(3)).contains("before any is joined"));
}

#[test]
fn work_under_a_lock_is_serial() {
    let lock = Mutex::new(());
    let timeline = film(3, |film| {
        thread::scope(|scope| {
            for item in 0..3 {
                let lock = &lock;
                scope.spawn(move || {
                    let _held = lock.lock().unwrap();
                    film.work(item, 1);
                });
            }
        });
    });
    assert_eq!((timeline.beats(), timeline.most_at_once()), (3, 1));
}

/// Whoever is free takes the heaviest remaining item: this has one right timeline.
#[test]
fn time_passes_as_if_every_thread_had_a_core() {
    let weights = [9, 5, 4, 1];
    let next = AtomicUsize::new(0);
    let timeline = film(2, |film| {
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(&weight) = weights.get(next.load(Ordering::SeqCst)) {
                        let item = next.fetch_add(1, Ordering::SeqCst);
                        if item < weights.len() {
                            film.work(item, weight);
                        }
                    }
                });
            }
        });
    });
    timeline.assert_each_once("item", 4);
    // 9 beside 5 + 4, then 1 alone.
    assert_eq!((timeline.beats(), timeline.work()), (10, 19));
}

#[test]
fn too_many_threads_are_seen() {
    let timeline = film(2, |film| {
        thread::scope(|scope| (0..6).for_each(|item| _ = scope.spawn(move || film.work(item, 1))));
    });
    assert_eq!(timeline.most_at_once(), 6);
    assert!(complaint(move || timeline.assert_all_at_once(2)).contains("6 threads were at work"));
}

#[test]
fn threads_in_waves_are_seen() {
    let timeline = film(2, |film| {
        for wave in 0..3 {
            thread::scope(|scope| {
                (0..2).for_each(|i| _ = scope.spawn(move || film.work(2 * wave + i, 1)));
            });
        }
    });
    assert_eq!((timeline.most_at_once(), timeline.workers()), (2, 6));
    assert!(complaint(move || timeline.assert_all_at_once(2)).contains("6 threads took part"));
}

#[test]
fn items_left_out_or_done_twice_are_seen() {
    let timeline = film(1, |film| [0, 1, 1, 3].into_iter().for_each(|item| film.work(item, 1)));
    let (short, whole) = (timeline.clone(), timeline);
    assert!(complaint(move || short.assert_each_once("row", 3)).contains("row 3 was worked on, but there are only 3"));
    assert!(complaint(move || whole.assert_each_once("row", 4)).contains("row 2 of 4 was never worked on"));
    let timeline = film(1, |film| [0, 1, 1].into_iter().for_each(|item| film.work(item, 1)));
    assert!(complaint(move || timeline.assert_each_once("row", 2)).contains("row 1 of 2 was worked on 2 times"));
}

#[test]
fn a_lopsided_share_is_seen() {
    let timeline = film(2, |film| {
        thread::scope(|scope| {
            scope.spawn(|| film.work(0, 90));
            scope.spawn(|| film.work(1, 10));
        });
    });
    timeline.assert_all_at_once(2);
    assert!(complaint(move || timeline.assert_within(60)).contains("100 beats of work in all and took 90"));
}

#[test]
fn work_without_weight_is_noted_and_takes_no_time() {
    let timeline = film(2, |film| film.work(0, 0));
    timeline.assert_each_once("item", 1);
    assert_eq!((timeline.beats(), timeline.to_string().contains("0 beats, 1 item")), (0, true));
}

/// A thread that spins never rests; it must neither stop the film nor change its end.
#[test]
fn a_spinning_caller_only_costs_patience() {
    let timeline = film(2, |film| {
        thread::scope(|scope| {
            let threads = [scope.spawn(|| film.work(0, 1)), scope.spawn(|| film.work(1, 1))];
            while threads.iter().any(|thread| !thread.is_finished()) {
                std::hint::spin_loop();
            }
        });
    });
    timeline.assert_all_at_once(2);
    assert_eq!(timeline.beats(), 1);
}
