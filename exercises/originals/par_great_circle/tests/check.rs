//! Are the distances right and in order, is the first bad pair named, and do the pool's own threads share the work?

/// Here, `std::sync` and `core::sync` are ones at whose locks and atomics a thread can be stopped.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, panic};

use par_great_circle::{BadPair, NotOnEarth, Pair, distances, par_great_circle};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;
use witness::{SlowMotion, Timeline, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);
const IDEA: &str = "what each task waits for";

fn pool(workers: usize) -> ThreadPool {
    let name = |i| format!("the check's {i}");
    ThreadPoolBuilder::new().num_threads(workers).thread_name(name).build().expect("the system lets us start threads")
}

/// Pair number `index`: the hooks below read the number back from its longitude.
fn numbered(index: usize) -> Pair {
    Pair { lon1: index as f64 / 1024.0, lat1: 10.0, lon2: -20.0, lat2: 30.0 }
}

fn number(pair: &Pair) -> usize {
    (pair.lon1 * 1024.0) as usize
}

/// Any pair of points, the same for the same number.
fn somewhere(index: usize) -> Pair {
    let turn = |step: f64| (index as f64 * step).fract() * 2.0 - 1.0;
    Pair { lon1: 180.0 * turn(0.618), lat1: 90.0 * turn(0.414), lon2: 180.0 * turn(0.732), lat2: 90.0 * turn(0.236) }
}

#[test]
fn distances_are_right_and_in_order() {
    deadline("distances of many pairs", IDEA, LIMIT, || {
        for workers in [1, 2, 3, 7, 64] {
            let pool = pool(workers);
            for n in [0, 1, 2, 3, 63, 64, 65, 1009, 20_011] {
                let pairs: Vec<_> = (0..n).map(somewhere).collect();
                let got = pool.install(|| distances(&pairs));
                let got = got.unwrap_or_else(|bad| panic!("{n} good pairs, {workers} threads: got an error: {bad}"));
                same_length(&got, n, workers);
                for (i, pair) in pairs.iter().enumerate() {
                    let want = pair.distance().expect("it is on Earth");
                    assert!(
                        got[i] == want,
                        "{n} pairs, {workers} threads: the distance of pair {i} is {want} km, got {} km.\n{ORDER}",
                        got[i]
                    );
                }
            }
        }
    });
}

const ORDER: &str = "Is each distance in the place of its pair, whichever was ready first?";

#[track_caller]
fn same_length(got: &[f64], n: usize, workers: usize) {
    assert!(
        got.len() == n,
        "{n} good pairs, {workers} threads: expected {n} distances, got {}.\nOne for each pair, none twice.",
        got.len()
    );
}

#[test]
fn whatever_was_ready_first() {
    deadline("distances that take differently long", IDEA, LIMIT, || {
        // Once the front is slow, once the back.
        for (workers, slow) in [(2, 0..6), (3, 20..40), (4, 0..12), (4, 13..14), (1, 0..3)] {
            let n = 40;
            let pairs: Vec<_> = (0..n).map(numbered).collect();
            let film = SlowMotion::of(workers);
            let got = pool(workers).install(|| {
                par_great_circle(&pairs, |pair| {
                    let i = number(pair);
                    film.work(i, if slow.contains(&i) { 5 } else { 1 });
                    Ok(i as f64)
                })
            });
            let got = got.expect("no pair is bad");
            same_length(&got, n, workers);
            film.develop().assert_each_once("pair", n);
            if let Some(i) = (0..n).find(|&i| got[i] != i as f64) {
                panic!(
                    "{n} pairs, {workers} threads, the pairs {slow:?} slower than the rest: in place {i} lies the \
                     distance of pair {}.\n{ORDER}",
                    got[i]
                );
            }
        }
    });
}

#[test]
fn the_threads_of_the_callers_pool() {
    deadline("distances in a pool, in slow motion", IDEA, LIMIT, || {
        for workers in [4, 2, 3, 1] {
            let pool = pool(workers);
            let threads = pool.broadcast(|_| thread::current().id());
            let whose = format!("the check's pool of {workers} threads");
            let timeline =
                by_these_threads(&threads, &whose, |distance| pool.install(|| par_great_circle(&forty(), distance)));
            timeline.assert_all_at_once(workers);
            timeline.assert_within((40 * 3_u64).div_ceil(2 * workers as u64));
        }
    });
}

#[test]
fn rayons_own_pool_where_there_is_no_other() {
    deadline("distances outside any pool, in slow motion", IDEA, LIMIT, || {
        // How many work at once was proved above; this machine may have more cores than there are pairs.
        let threads = rayon::broadcast(|_| thread::current().id());
        by_these_threads(&threads, "rayon's own pool", |distance| par_great_circle(&forty(), distance));
    });
}

fn forty() -> Vec<Pair> {
    (0..40).map(numbered).collect()
}

type Distance<'a> = &'a (dyn Fn(&Pair) -> Result<f64, NotOnEarth> + Sync);

/// Fails if anybody but `threads` computes one of forty distances. `run` calls the learner's function, in the right
/// place.
fn by_these_threads(
    threads: &[ThreadId],
    whose: &str,
    run: impl FnOnce(Distance) -> Result<Vec<f64>, BadPair>,
) -> Timeline {
    let film = SlowMotion::of(threads.len());
    let strangers = Mutex::new(BTreeSet::new());
    let got = run(&|pair| {
        if !threads.contains(&thread::current().id()) {
            let name = thread::current().name().unwrap_or("without a name").to_string();
            strangers.lock().unwrap().insert(name);
        }
        film.work(number(pair), 1);
        Ok(0.0)
    });
    assert!(got.is_ok(), "no pair is bad, and the answer is {got:?}");
    let strangers = strangers.into_inner().unwrap();
    assert!(
        strangers.is_empty(),
        "called in {whose}, but some distances were computed by other threads: {strangers:?}.\n\
         A parallel iterator runs in the pool of the thread that starts it. Leave it there: start no threads, build no pool."
    );
    let timeline = film.develop();
    timeline.assert_each_once("pair", 40);
    timeline
}

#[test]
fn the_first_bad_pair_is_named() {
    deadline("pairs, some of them bad", IDEA, LIMIT, || {
        let bad_pairs = [
            (Pair { lon1: f64::NAN, ..somewhere(5) }, "NaN is no longitude"),
            (Pair { lat2: 90.5, ..somewhere(6) }, "90.5 is no latitude"),
            (Pair { lon2: -180.1, ..somewhere(7) }, "-180.1 is no longitude"),
            (Pair { lat1: f64::NEG_INFINITY, ..somewhere(8) }, "-inf is no latitude"),
        ];
        for workers in [1, 2, 3, 7, 64] {
            let pool = pool(workers);
            for_all(20, (1..3000_usize, 0.0..1.0, 0..6_usize), |&(n, place, more)| {
                let mut pairs: Vec<_> = (0..n).map(somewhere).collect();
                let first = (place * n as f64) as usize;
                // Behind it, up to `more` others, of other kinds.
                for k in 0..=more {
                    let at = first + k * (n - first) / (more + 1);
                    pairs[at] = bad_pairs[(first + k) % 4].0;
                }
                pairs[first] = bad_pairs[first % 4].0;
                named(pool.install(|| distances(&pairs)), first, bad_pairs[first % 4].1).map_err(|wrong| {
                    format!("{n} pairs, {workers} threads, pair {first} bad, {more} more behind it: {wrong}")
                })
            });
        }
    });
}

/// Whether the answer is the error of pair `first`.
fn named(got: Result<Vec<f64>, BadPair>, first: usize, why: &str) -> Result<(), String> {
    let want = format!("pair {first}: {why}");
    match got {
        Ok(_) => Err(format!("expected the error \"{want}…\", got distances.")),
        Err(bad) if bad.index != first => Err(format!(
            "expected the error \"{want}…\", got \"{bad}\".\n\
             Counted from the front of all pairs, and the first of the bad ones: what decides which one you report?"
        )),
        Err(bad) if !bad.to_string().starts_with(&want) => {
            Err(format!("expected the error \"{want}…\", got \"{bad}\".\nThe reason must be that pair's own."))
        }
        Err(_) => Ok(()),
    }
}

#[test]
fn the_first_bad_pair_even_if_it_is_found_last() {
    deadline("bad pairs in slow motion", IDEA, LIMIT, || {
        let pairs = forty();
        // The first takes a hundred beats: all others have been found long before.
        for (workers, bad) in [(2, [3, 25, 39]), (4, [7, 8, 30]), (3, [0, 20, 39]), (4, [12, 22, 32]), (1, [5, 6, 7])] {
            for slow in [0, 2] {
                let film = SlowMotion::of(workers);
                let got = pool(workers).install(|| {
                    par_great_circle(&pairs, |pair| {
                        let i = number(pair);
                        film.work(i, if i == bad[slow] { 100 } else { 1 });
                        // The reason says which one it was.
                        if bad.contains(&i) { Err(NotOnEarth::Latitude(i as f64)) } else { Ok(0.0) }
                    })
                });
                if let Err(wrong) = named(got, bad[0], &format!("{} is no latitude", bad[0])) {
                    panic!(
                        "40 pairs, {workers} threads, the pairs {bad:?} bad, of which pair {} takes long: {wrong}",
                        bad[slow]
                    );
                }
            }
        }
    });
}

/// Who finds what when, and who is stopped.
struct Scene {
    /// The bad pairs, and the beats that each takes.
    bad: &'static [(usize, u64)],
    /// The beats of a good one.
    good: u64,
    /// The pair whose thread is stopped, at how many steps in a row, and for how many beats each time.
    stopped: usize,
    times: usize,
    beats: u64,
}

#[test]
fn the_first_bad_pair_whoever_is_stopped_and_where() {
    deadline("bad pairs, and a thread that is stopped", IDEA, LIMIT, || {
        let pairs: Vec<_> = forty()
            .into_iter()
            .map(|Pair { lon1, lat1, lon2, lat2 }| interruptible::Pair { lon1, lat1, lon2, lat2 })
            .collect();
        // A thread that has found a bad pair is stopped before its first, second, third … step on something that all
        // share. Once, for a long time, in which another one finds the other bad pair; or before each of its next
        // steps, and each time another thread has found one, further to the front than all those before.
        let scenes = [
            Scene { bad: &[(3, 100), (25, 1)], good: 1, stopped: 25, times: 1, beats: 1000 },
            Scene { bad: &[(3, 1), (25, 100)], good: 1, stopped: 3, times: 1, beats: 1000 },
            Scene { bad: &[(3, 1), (13, 250), (23, 150), (33, 50)], good: 0, stopped: 3, times: 8, beats: 100 },
        ];
        for Scene { bad, good, stopped, times, beats } in scenes {
            let workers = bad.len();
            for place in preemption::places(24) {
                let film = Arc::new(SlowMotion::of(workers));
                let got = pool(workers).install(|| {
                    interruptible::par_great_circle(&pairs, |pair| {
                        preemption::go_on();
                        let i = (pair.lon1 * 1024.0) as usize;
                        let is_bad = bad.iter().find(|&&(bad, _)| bad == i);
                        film.work(i, is_bad.map_or(good, |&(_, beats)| beats));
                        if i == stopped {
                            let film = Arc::clone(&film);
                            place.stop_often(times, move || film.work(i, beats));
                        }
                        if is_bad.is_some() { Err(interruptible::NotOnEarth::Latitude(i as f64)) } else { Ok(0.0) }
                    })
                });
                let got = got.map_err(|bad| BadPair {
                    index: bad.index,
                    why: match bad.why {
                        interruptible::NotOnEarth::Longitude(lon) => NotOnEarth::Longitude(lon),
                        interruptible::NotOnEarth::Latitude(lat) => NotOnEarth::Latitude(lat),
                    },
                });
                let first = bad[0].0;
                if let Err(wrong) = named(got, first, &format!("{first} is no latitude")) {
                    let bad: Vec<_> = bad.iter().map(|&(bad, _)| bad).collect();
                    panic!(
                        "40 pairs, {workers} threads, the pairs {bad:?} bad. The thread that had found pair {stopped} to be bad \
                         took {} steps on what all share (locks, atomics), and then came another thread, with another bad \
                         pair{}: {wrong}\n\
                         Between two steps anybody may come. Is what you have looked at still so when you act on it?",
                        place.steps(),
                        if times > 1 { ", and one more before each of the next steps" } else { "" }
                    );
                }
            }
        }
    });
}
