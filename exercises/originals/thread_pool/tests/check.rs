//! Does the pool run its jobs side by side, on threads of its own, does it survive them, and is there no order of steps
//! in which somebody sleeps on?

/// What the learner's file is made of when loom plays it.
#[allow(unused_imports, reason = "an answer that isn't written yet needs nothing of it")]
use loom_std::{Mishap, sync};

/// The same file once more. There, `crate::sync` is loom's.
#[allow(dead_code, unused_imports, reason = "the answer once more, for loom: not all of it is used here")]
#[path = "../src/lib.rs"]
mod under_loom;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, assert_eq, panic};

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;
use thread_pool::Pool;
use witness::{SlowMotion, caught, deadline, planted};

const LIMIT: Duration = Duration::from_secs(60);

/// A pool that lives for ever, so that its jobs can hand in jobs.
fn kept(workers: usize) -> &'static Pool {
    Box::leak(Box::new(Pool::new(workers)))
}

#[test]
fn jobs_run_side_by_side_on_the_pools_threads() {
    deadline("jobs that meet", "whether a lock is held while a job runs", LIMIT, || {
        for workers in [1, 2, 3, 5] {
            let pool = Pool::new(workers);
            let (film, threads) = (Arc::new(SlowMotion::of(workers)), Arc::new(Mutex::new(BTreeSet::new())));
            for item in 0..3 * workers {
                let (film, threads) = (Arc::clone(&film), Arc::clone(&threads));
                pool.execute(move || {
                    threads.lock().unwrap().insert(format!("{:?}", thread::current().id()));
                    film.work(item, 1);
                });
            }
            pool.wait();
            let timeline = film.develop();
            timeline.assert_each_once("job", 3 * workers);
            timeline.assert_all_at_once(workers);
            timeline.assert_within(3);
            let here = format!("{:?}", thread::current().id());
            assert!(
                !threads.lock().unwrap().contains(&here),
                "a job ran on the thread that handed it in or waits. `execute` only keeps the job; a worker runs it."
            );
        }
    });
}

#[test]
fn handing_in_does_not_wait_for_the_job() {
    deadline("a job handed in while another runs", "what `execute` waits for", LIMIT, || {
        let pool = Pool::new(1);
        let (go, wait) = mpsc::channel();
        pool.execute(move || wait.recv().unwrap());
        // The only worker waits for the last line; all of these have to be accepted before it.
        for _ in 0..1000 {
            pool.execute(|| ());
        }
        go.send(()).unwrap();
        pool.wait();
    });
}

/// One worker alone is free; all jobs that wait are its, whoever is busy for however long.
#[test]
fn a_free_worker_takes_the_next_job() {
    let idea = "which worker runs a job, and when that is decided. Can a job be left behind one that isn't done?";
    deadline("short jobs beside long ones", idea, LIMIT, || {
        for workers in [2, 3] {
            let pool = Pool::new(workers);
            let all_there = Arc::new(Barrier::new(workers + 1));
            for _ in 0..workers {
                let all_there = Arc::clone(&all_there);
                pool.execute(move || _ = all_there.wait());
            }
            // While all are at the barrier: a long job for each but one, which ends after the short ones.
            let (tell, told) = mpsc::channel();
            let mut ends = Vec::new();
            for _ in 1..workers {
                let (end, ended) = mpsc::channel::<()>();
                ends.push(end);
                pool.execute(move || _ = ended.recv());
            }
            let short = 3 * workers;
            for _ in 0..short {
                let tell = tell.clone();
                pool.execute(move || tell.send(()).expect("the check waits for it"));
            }
            all_there.wait();
            told.iter().take(short).for_each(drop);
            drop(ends);
            pool.wait();
        }
    });
}

#[test]
fn one_worker_keeps_the_order() {
    deadline("jobs of one worker", "what the worker waits for", LIMIT, || {
        let pool = Pool::new(1);
        let order = Arc::new(Mutex::new(Vec::new()));
        for job in 0..100 {
            let order = Arc::clone(&order);
            pool.execute(move || order.lock().unwrap().push(job));
        }
        pool.wait();
        let order = order.lock().unwrap();
        assert!(
            order.iter().copied().eq(0..100),
            "100 jobs were handed to one worker, and it ran them in the order {order:?}.\n\
             Jobs begin in the order in which they were handed in. At which end do you put them in, at which take them out?"
        );
    });
}

#[test]
fn wait_waits_for_running_jobs() {
    deadline("a wait for jobs that run", "what `wait` sleeps on, and who wakes it", LIMIT, || {
        let pool = Pool::new(3);
        assert_eq!(pool.wait(), 0, "nothing was handed in, so nothing has panicked");
        for round in 1..=5 {
            let done = Arc::new(AtomicUsize::new(0));
            let film = Arc::new(SlowMotion::of(3));
            for item in 0..3 {
                let (done, film) = (Arc::clone(&done), Arc::clone(&film));
                pool.execute(move || {
                    // It lasts until everybody else is asleep: a `wait` that returns too early does so before.
                    film.work(item, 1);
                    done.fetch_add(1, SeqCst);
                });
            }
            pool.wait();
            let done = done.load(SeqCst);
            assert!(
                done == 3,
                "round {round}: 3 jobs were handed in, and `wait` returned after {done}.\n\
                 An empty queue doesn't mean that all is done: jobs that were taken from it may still be running."
            );
        }
    });
}

#[test]
fn several_threads_wait() {
    deadline("three threads in `wait`", "how many are woken when the last job is done", LIMIT, || {
        for _ in 0..5 {
            let pool = Pool::new(2);
            let (go, wait) = mpsc::channel::<()>();
            pool.execute(move || {
                let _ = wait.recv();
                // It lasts until all three are asleep in `wait`.
                SlowMotion::of(1).work(0, 1);
            });
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| pool.wait());
                }
                drop(go);
            });
        }
    });
}

/// Hands in a job that hands in two, and so on; `height` generations in all.
fn family(pool: &'static Pool, height: u32, done: &'static AtomicUsize) {
    pool.execute(move || {
        if height > 1 {
            family(pool, height - 1, done);
            // The second comes late, when the first may be done already.
            thread::yield_now();
            family(pool, height - 1, done);
        }
        done.fetch_add(1, SeqCst);
    });
}

#[test]
fn jobs_hand_in_jobs() {
    deadline("jobs that hand in jobs", "whether `execute` needs something that a worker holds", LIMIT, || {
        for workers in [1, 2, 4] {
            let (pool, done) = (kept(workers), Box::leak(Box::default()));
            for _ in 0..10 {
                family(pool, 8, done);
                pool.wait();
                let done = done.swap(0, SeqCst);
                assert!(
                    done == 255,
                    "{workers} workers: a job handed in two, each of which handed in two, 255 in all; `wait` returned \
                     after {done}.\n\
                     A job that hands in another is still running while it does. Is there a moment at which your count \
                     says that nothing is left?"
                );
            }
        }
    });
}

#[test]
fn the_pool_survives_panics() {
    deadline("jobs that panic", "who counts a job that panics as done", LIMIT, || {
        let pool = Pool::new(3);
        for round in 1..=4 {
            for _ in 0..5 {
                pool.execute(|| planted("the check lets this job panic"));
            }
            let panicked = pool.wait();
            assert!(
                panicked == 5 * round,
                "{} jobs have panicked so far, and `wait` returned {panicked}.\n\
                 It counts since the pool was made, and every panic once.",
                5 * round
            );
        }
        let film = Arc::new(SlowMotion::of(3));
        for item in 0..6 {
            let film = Arc::clone(&film);
            pool.execute(move || film.work(item, 1));
        }
        assert_eq!(pool.wait(), 20, "20 jobs have panicked, and the six after them have not");
        let timeline = film.develop();
        timeline.assert_each_once("job", 6);
        assert!(
            timeline.most_at_once() == 3,
            "a pool of 3 workers; after 20 jobs that panicked, only {} jobs were at work at the same time.\n\
             A panic ends the thread that it isn't caught on. Who goes on in its place?",
            timeline.most_at_once()
        );
    });
}

/// Counts itself down as its thread ends, which takes a while: whoever only waits for the end of the worker's function
/// is back before.
struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        thread::sleep(Duration::from_millis(20));
        self.0.fetch_sub(1, SeqCst);
    }
}

thread_local!(static ALIVE: RefCell<Option<Alive>> = const { RefCell::new(None) });

#[test]
fn drop_finishes_what_was_handed_in() {
    deadline("a pool dropped with jobs in its queue", "what ends a worker, and who wakes it to see it", LIMIT, || {
        for workers in [1, 2, 3] {
            let pool = Pool::new(workers);
            let (done, alive) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            pool.execute(|| planted("the check lets this job panic"));
            let film = Arc::new(SlowMotion::of(workers));
            for item in 0..20 {
                let (done, alive, film) = (Arc::clone(&done), Arc::clone(&alive), Arc::clone(&film));
                pool.execute(move || {
                    ALIVE.with_borrow_mut(|mine| {
                        mine.get_or_insert_with(|| {
                            alive.fetch_add(1, SeqCst);
                            Alive(alive)
                        });
                    });
                    // The first of each worker last until whoever drops the pool is asleep. So do the last, by when all
                    // know that the pool is being dropped.
                    if item < workers || item >= 20 - workers {
                        film.work(item, 1);
                    }
                    done.fetch_add(1, SeqCst);
                });
            }
            if let Err(panic) = caught(|| drop(pool)) {
                panic!("dropping a pool panicked, after one of its jobs had: {panic}");
            }
            let done = done.load(SeqCst);
            assert!(
                done == 20,
                "20 jobs were handed to {workers} workers and the pool was dropped; when `drop` returned, {done} were done.\n\
                 Does a worker leave because the pool is closing, or because there is nothing left to do?"
            );
            assert!(alive.load(SeqCst) == 0, "`drop` returned while a worker's thread was still there. Join them all.");
            let timeline = film.develop();
            assert!(
                timeline.beats() <= 2,
                "{workers} workers, and the pool was dropped while 20 jobs waited. The last {workers} of them should run at the \
                 same time:\n\n{timeline}\nNo worker leaves while there are jobs for all of them."
            );
        }
        // While a panic is on its way.
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        let outcome = caught(move || {
            let pool = Pool::new(2);
            for _ in 0..6 {
                let counted = Arc::clone(&counted);
                pool.execute(move || _ = counted.fetch_add(1, SeqCst));
            }
            planted("the check panics while it has a pool");
        });
        let done = done.load(SeqCst);
        assert!(
            outcome.is_err() && done == 6,
            "6 jobs were handed in, and then the thread that has the pool panicked. The pool was dropped, and {done} were done.\n\
             `drop` is called then, too, and has the same to do."
        );
        // Without a job, and with workers asleep.
        let idle = Pool::new(4);
        SlowMotion::of(1).work(0, 1);
        drop(idle);
    });
}

/// Jobs come one at a time, each a little later after the one before than the last time: some of them just as the
/// worker falls asleep.
#[test]
fn no_wake_up_is_lost() {
    deadline(
        "jobs that come one at a time",
        "what may happen between a look at the queue and the sleep",
        LIMIT,
        || {
            for workers in [1, 2] {
                let pool = Pool::new(workers);
                let (ready, answer) = mpsc::channel();
                for round in 0..3_000 {
                    let ready: Sender<usize> = ready.clone();
                    pool.execute(move || ready.send(round).unwrap());
                    assert_eq!(soon(&answer), round);
                    for _ in 0..round % 400 {
                        std::hint::spin_loop();
                    }
                }
                // The same for those who wait.
                for round in 0..1_000 {
                    pool.execute(move || (0..round % 200).for_each(|_| std::hint::spin_loop()));
                    pool.wait();
                }
            }
        },
    );
}

/// The next answer: at first by looking, which is quicker than to sleep, but never for long.
fn soon(answer: &Receiver<usize>) -> usize {
    let looks = (0..2000).find_map(|_| answer.try_recv().ok());
    looks.unwrap_or_else(|| answer.recv().unwrap())
}

#[test]
fn threads_are_kept_for_the_next_job() {
    deadline("jobs in waves", "what a worker does when there is no job", LIMIT, || {
        let pool = Pool::new(2);
        let threads = Arc::new(Mutex::new(Vec::<ThreadId>::new()));
        for _ in 0..50 {
            for _ in 0..4 {
                let threads = Arc::clone(&threads);
                pool.execute(move || {
                    let mut threads = threads.lock().unwrap();
                    let me = thread::current().id();
                    if !threads.contains(&me) {
                        threads.push(me);
                    }
                });
            }
            pool.wait();
        }
        let threads = threads.lock().unwrap().len();
        assert!(
            threads <= 2,
            "50 waves of 4 jobs ran on {threads} different threads, in a pool of 2 workers.\n\
             The pool's threads are started once, and take one job after another."
        );
    });
}

#[test]
#[cfg(target_os = "linux")]
fn who_has_nothing_to_do_sleeps() {
    deadline("a pool without a job", "what a worker does when there is no job", LIMIT, || {
        let pool = Pool::new(3);
        let threads = Arc::new(Mutex::new(Vec::new()));
        let film = Arc::new(SlowMotion::of(3));
        for item in 0..3 {
            let (threads, film) = (Arc::clone(&threads), Arc::clone(&film));
            pool.execute(move || {
                threads.lock().unwrap().push(system_number());
                film.work(item, 1);
            });
        }
        pool.wait();
        let workers = threads.lock().unwrap().clone();
        settle(&workers, "a worker of a pool without a job");

        // And while one works, the two others and whoever waits.
        let (tell, told) = mpsc::channel();
        let (go, wait) = mpsc::channel::<()>();
        pool.execute(move || {
            tell.send(system_number()).unwrap();
            let _ = wait.recv();
        });
        let _busy = told.recv().unwrap();
        thread::scope(|scope| {
            let (tell, told) = mpsc::channel();
            let pool = &pool;
            scope.spawn(move || {
                tell.send(system_number()).unwrap();
                pool.wait();
            });
            let waiter = told.recv().unwrap();
            let outcome = catch_unwind(|| {
                settle(&workers, "a worker without a job beside one that works");
                settle(&[waiter], "a thread in `wait`");
            });
            drop(go);
            outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        });
    });
}

/// Returns once these threads have slept, undisturbed, for a third of a second; on however busy a machine, a thread
/// that sleeps for good comes to that. One that looks around now and then never does.
#[cfg(target_os = "linux")]
fn settle(threads: &[String], who: &str) {
    let look = || threads.iter().map(|thread| asleep(thread)).collect::<Option<Vec<_>>>();
    let quiet = (0..15).any(|_| {
        let before = look();
        thread::sleep(Duration::from_millis(330));
        before.is_some() && before == look()
    });
    assert!(
        quiet,
        "{who} doesn't sleep: in five seconds the system never saw it at rest for a third of one.\n\
         A loop that looks whether there is something to do, or sleeps for a while and looks again, takes time from those \
         who work. `Condvar::wait` sleeps until somebody calls `notify_one` or `notify_all`."
    );
}

/// How often a thread has been switched to, if it sleeps now.
#[cfg(target_os = "linux")]
fn asleep(thread: &str) -> Option<Vec<String>> {
    let status = std::fs::read_to_string(format!("/proc/self/task/{thread}/status")).ok()?;
    let field = |name| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    field("State:")?
        .starts_with('S')
        .then(|| status.lines().filter(|line| line.contains("ctxt_switches")).map(str::to_owned).collect())
}

/// What the system calls this thread.
#[cfg(target_os = "linux")]
fn system_number() -> String {
    let link = std::fs::read_link("/proc/thread-self").expect("Linux has it");
    link.file_name().expect("the thread's number").to_string_lossy().into_owned()
}

/// A number that loom watches: whoever reads it must come after whoever wrote it, in every order.
struct Watched(loom::cell::UnsafeCell<u32>);

// SAFETY: loom panics before an access that another may coincide with.
unsafe impl Send for Watched {}
// SAFETY: as above.
unsafe impl Sync for Watched {}

impl Watched {
    fn new() -> Arc<Self> {
        Arc::new(Self(loom::cell::UnsafeCell::new(0)))
    }

    fn set(&self) {
        // SAFETY: loom panics before this runs if anybody else can be here.
        self.0.with_mut(|it| unsafe { *it += 1 });
    }

    fn get(&self) -> u32 {
        // SAFETY: as above.
        self.0.with(|it| unsafe { *it })
    }
}

/// A pool that loom plays, and a job for it that leaves something behind.
fn model(workers: usize) -> under_loom::Pool {
    under_loom::Pool::new(workers)
}

fn leave_a_mark(pool: &under_loom::Pool) -> Arc<Watched> {
    let mark = Watched::new();
    let theirs = Arc::clone(&mark);
    pool.execute(move || theirs.set());
    mark
}

/// Lets loom run `model` in every order with at most `switches` interruptions of a thread that could have gone on.
/// `test` is the name of the test that calls this.
#[track_caller]
fn explore(test: &str, what: &'static str, switches: usize, model: fn()) {
    if let Err(found) = loom_std::explore(test, what, switches, model) {
        panic!("{}", found.tell(what, advice));
    }
}

/// What the learner should look at.
fn advice(mishap: Mishap) -> String {
    match mishap {
        Mishap::Deadlock => "Everybody sleeps, and nobody is left to wake them. What may happen between a look at what you wait \
                             for and the sleep? Whoever changes it must hold the lock under which you look, atomic or not.",
        Mishap::Endless => "Somebody asks again and again instead of sleeping. `Condvar::wait` sleeps until it is woken.",
        Mishap::Race => {
            "What a job wrote can't be relied on by the thread that was told that it is done: an ordering is too weak."
        }
        Mishap::NotLooms | Mishap::Other => "",
    }
    .into()
}

#[test]
fn loom_waits_for_a_job() {
    explore("loom_waits_for_a_job", "one job, and a wait for it", 3, || {
        let pool = model(1);
        let mark = leave_a_mark(&pool);
        assert_eq!(pool.wait(), 0, "no job panicked");
        assert_eq!(mark.get(), 1, "`wait` returned, and the only job is not done");
    });
}

/// Loom can't play a pool whose worker is ended by a panic and replaced: between the two, all threads of the model look
/// as if they were panicking. With real threads such a pool has been tried above.
#[test]
fn loom_counts_a_panic() {
    let replaced = deadline("a job after one that panicked", "who counts a job that panics as done", LIMIT, || {
        let (pool, threads) = (Pool::new(1), Arc::new(Mutex::new(Vec::new())));
        for panics in [true, false] {
            let threads = Arc::clone(&threads);
            pool.execute(move || {
                threads.lock().unwrap().push(thread::current().id());
                if panics {
                    // Without a word: the first that is said must be about the model.
                    std::panic::resume_unwind(Box::new("the check lets this job panic"));
                }
            });
            pool.wait();
        }
        let threads = threads.lock().unwrap();
        threads.windows(2).any(|two| two[0] != two[1])
    });
    if replaced {
        return;
    }
    explore("loom_counts_a_panic", "one job that panics, and a wait for it", 3, || {
        let pool = model(1);
        pool.execute(|| std::panic::resume_unwind(Box::new("the check lets this job panic")));
        let panicked = pool.wait();
        assert_eq!(panicked, 1, "`wait` returned how many jobs have panicked; the only job has");
    });
}

/// As the library allows, and as some systems do now and then.
#[test]
fn loom_wakes_for_nothing() {
    explore(
        "loom_wakes_for_nothing",
        "one job and a wait for it, with wake-ups for which there is no reason",
        2,
        || {
            sync::wake_for_nothing(2);
            let pool = model(1);
            let mark = leave_a_mark(&pool);
            assert_eq!(pool.wait(), 0, "no job panicked");
            assert_eq!(
                mark.get(),
                1,
                "`wait` returned, and the only job is not done.\n`Condvar::wait` may end though nobody has called `notify`: \
             whoever wakes looks again whether there is something to wait for"
            );
            sync::wake_for_nothing(0);
        },
    );
}

#[test]
fn loom_waits_for_two_workers() {
    explore("loom_waits_for_two_workers", "two jobs for two workers, and a wait for both", 2, || {
        let pool = model(2);
        let marks = [leave_a_mark(&pool), leave_a_mark(&pool)];
        assert_eq!(pool.wait(), 0, "no job panicked");
        assert_eq!(marks.map(|mark| mark.get()), [1, 1], "`wait` returned, and a job is not done");
    });
}

/// Each of two jobs tells the other that it is there and waits for it: one worker asleep beside a job that waits is
/// enough to stop both for ever.
#[test]
fn loom_lets_two_jobs_meet() {
    explore("loom_lets_two_jobs_meet", "two jobs for two workers, each of which waits for the other", 2, || {
        let pool = model(2);
        let (to_first, first) = sync::mpsc::channel();
        let (to_second, second) = sync::mpsc::channel();
        pool.execute(move || {
            to_second.send(()).expect("the second job waits for it");
            first.recv().expect("the second job sends it");
        });
        pool.execute(move || {
            to_first.send(()).expect("the first job waits for it");
            second.recv().expect("the first job sends it");
        });
        assert_eq!(pool.wait(), 0, "no job panicked");
    });
}

#[test]
fn loom_drops_a_pool_without_a_job() {
    explore("loom_drops_a_pool_without_a_job", "a pool that is dropped at once", 3, || drop(model(2)));
}

#[test]
fn loom_drops_a_pool_with_a_job() {
    explore("loom_drops_a_pool_with_a_job", "one job, and the pool is dropped", 3, || {
        let pool = model(1);
        let mark = leave_a_mark(&pool);
        drop(pool);
        assert_eq!(mark.get(), 1, "`drop` returned, and the only job is not done");
    });
}

#[test]
fn loom_lets_two_wait() {
    explore("loom_lets_two_wait", "one job, and two threads that wait for it", 2, || {
        let pool = Arc::new(model(1));
        let mark = leave_a_mark(&pool);
        let theirs = Arc::clone(&pool);
        let other = loom::thread::spawn(move || theirs.wait());
        assert_eq!(pool.wait(), 0, "no job panicked");
        assert_eq!(mark.get(), 1, "`wait` returned, and the only job is not done");
        other.join().unwrap();
    });
}

#[test]
fn loom_waits_for_what_a_job_hands_in() {
    explore("loom_waits_for_what_a_job_hands_in", "a job that hands in another, and a wait", 2, || {
        let pool = Arc::new(model(1));
        let mark = Watched::new();
        let (theirs, inner) = (Arc::clone(&pool), Arc::clone(&mark));
        pool.execute(move || theirs.execute(move || inner.set()));
        assert_eq!(pool.wait(), 0, "no job panicked");
        assert_eq!(mark.get(), 1, "`wait` returned, and the job that a job handed in is not done");
    });
}
