//! The pools of the chapter, each by what it promises.

use std::{
    ops::Range,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use steps_pools::{
    answers, channel, per_task, queue,
    stealing::{self, Event},
};
use variant::Workers;
use witness::{SlowMotion, deadline};

const LIMIT: Duration = Duration::from_secs(60);

fn workers(n: usize) -> Workers {
    Workers::new(n).unwrap()
}

/// Four jobs meet in a pool of as many threads; dropping it waits for those still in the queue.
macro_rules! keeps_its_promises {
    ($name:ident, $threads:literal, $pool:expr) => {
        #[test]
        fn $name() {
            deadline(stringify!($name), "what its workers wait for", LIMIT, || {
                let film = Arc::new(SlowMotion::of($threads));
                #[allow(unused_mut)]
                let mut pool = $pool;
                for item in 0..8 {
                    let film = Arc::clone(&film);
                    pool.execute(move || film.work(item, 1));
                }
                drop(pool);
                let timeline = film.develop();
                timeline.assert_each_once("job", 8);
                timeline.assert_all_at_once($threads);
                assert_eq!(timeline.beats(), 8 / $threads);
            });
        }
    };
}

keeps_its_promises!(a_thread_for_each_job, 8, per_task::Pool::default());
keeps_its_promises!(a_channel_behind_a_lock, 4, channel::Pool::new(workers(4)));
keeps_its_promises!(a_queue_of_its_own, 4, queue::Pool::new(workers(4)));

#[test]
fn one_worker_keeps_the_order() {
    deadline("jobs in order", "what the worker waits for", LIMIT, || {
        let order = Arc::new(Mutex::new(Vec::new()));
        let (first, second) = (channel::Pool::new(workers(1)), queue::Pool::new(workers(1)));
        for i in 0..100 {
            let [one, two] = [&order, &order].map(Arc::clone);
            first.execute(move || one.lock().unwrap().push((1, i)));
            second.execute(move || two.lock().unwrap().push((2, i)));
        }
        drop((first, second));
        for pool in [1, 2] {
            let got = order.lock().unwrap().iter().filter(|one| one.0 == pool).map(|one| one.1).collect::<Vec<_>>();
            assert_eq!(got, (0..100).collect::<Vec<_>>());
        }
    });
}

#[test]
fn an_answer_is_a_value_or_a_panic() {
    deadline("answers", "who sends them", LIMIT, || {
        let pool = answers::Pool::new(workers(2));
        let squares: Vec<_> = (0..100_u64).map(|i| pool.submit(move || i * i)).collect();
        assert_eq!(squares.into_iter().map(|answer| answer.wait().unwrap()).sum::<u64>(), 328_350);
        for _ in 0..10 {
            let panic = pool.submit(|| panic!("this test wants to hear this")).wait().unwrap_err();
            assert_eq!(panic.downcast_ref(), Some(&"this test wants to hear this"));
        }
        assert_eq!(pool.submit(|| 42).wait().unwrap(), 42, "no worker died of a panic");
        drop(pool.submit(|| "an answer that nobody waits for"));
    });
}

/// What the chapter says goes wrong: the only worker waits for an answer that only it could compute. With rayon the one
/// that waits works.
#[test]
fn a_worker_that_waits_for_its_own_pool_waits_for_ever() {
    let outcome = std::panic::catch_unwind(|| {
        deadline("an answer within an answer", "(this is what the test expects)", LIMIT, || {
            // ANCHOR: waits
            let pool = Arc::new(answers::Pool::new(workers(1)));
            let inner = Arc::clone(&pool);
            let job = move || inner.submit(|| 42).wait().unwrap();
            pool.submit(job).wait().unwrap()
            // ANCHOR_END: waits
        })
    });
    let message = *outcome.unwrap_err().downcast::<String>().unwrap();
    assert!(cfg!(not(target_os = "linux")) || message.contains("deadlock"), "{message}");

    let answer = steps_pools::own_pool::run(1, || rayon::join(|| 1, || rayon::join(|| 40, || 1)));
    assert_eq!(answer.unwrap(), (1, (40, 1)));
}

#[test]
fn thieves_leave_nothing_and_take_nothing_twice() {
    deadline("stolen ranges", "when the workers end", LIMIT, || {
        for n in [0, 1, 2, 31, 64, 1000] {
            for (count, grain) in [(1, 1), (2, 1), (3, 7), (4, 1), (7, 100)] {
                let seen: Vec<_> = (0..n).map(|_| AtomicUsize::new(0)).collect();
                let events = Mutex::new(Vec::new());
                stealing::for_each(
                    workers(count),
                    n,
                    grain,
                    |range: Range<usize>| {
                        assert!((1..=grain).contains(&range.len()));
                        for i in range {
                            seen[i].fetch_add(1, Ordering::Relaxed);
                        }
                    },
                    |worker, event| events.lock().unwrap().push((worker, event)),
                );
                assert!(seen.iter().all(|times| times.load(Ordering::Relaxed) == 1));
                let events = events.into_inner().unwrap();
                let done = |(_, event): &(usize, Event)| if let Event::Done(range) = event { range.len() } else { 0 };
                assert_eq!(events.iter().map(done).sum::<usize>(), n);
                if count == 1 {
                    assert!(!events.iter().any(|(_, event)| matches!(event, Event::Steal { .. })));
                }
            }
        }
    });
}

/// In slow motion, all workers come to have something to do, though one had everything at first.
#[test]
fn thieves_share_the_work() {
    deadline("thieves in slow motion", "when the workers end", LIMIT, || {
        let film = SlowMotion::of(4);
        stealing::for_each(workers(4), 64, 1, |range| film.work(range.start, 1), |_, _| ());
        let timeline = film.develop();
        timeline.assert_each_once("part", 64);
        timeline.assert_all_at_once(4);
    });
}
