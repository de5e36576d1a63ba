//! Is the sum right, are its parts neither too short nor too long nor too many, and do all threads work on them?

/// Here, `std::sync` and `core::sync` are ones at whose locks and atomics a thread can be stopped.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, panic};

use grain::total;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;
use witness::{SlowMotion, caught, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);
const IDEA: &str = "what ends the recursion, and what each task waits for";

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().expect("the system lets us start threads")
}

#[test]
fn sums_are_right() {
    deadline("sums of numbers", IDEA, LIMIT, || {
        for workers in [1, 2, 3, 7, 64] {
            let pool = pool(workers);
            for_all(40, (0..3000_u64, 1..200_usize), |&(n, least)| {
                let items: Vec<u64> = (0..n).map(|i| i * i).collect();
                let want: u64 = items.iter().sum();
                let got = pool.install(|| total(&items, least, &|part| part.iter().sum()));
                match got == want {
                    true => Ok(()),
                    false => Err(format!(
                        "the squares of the numbers below {n}, at least {least} to a part, {workers} threads: expected \
                         {want}, got {got}.\n\
                         Does each item lie in exactly one part, the last ones too, and is each part's sum added once?"
                    )),
                }
            });
            // Whoever adds two of these with `+` panics, but for a release build.
            let large = [u64::MAX - 3; 2000];
            let sum = |part: &[u64]| part.iter().fold(0, |sum, i| u64::wrapping_add(sum, *i));
            let got = caught(|| pool.install(|| total(&large, 7, &sum))).unwrap_or_else(|panic| {
                panic!(
                    "2000 times 2⁶⁴ − 4, {workers} threads: `total` panicked: {panic}.\n\
                     The parts' sums don't fit into a u64 together, and the task says that the sum wraps around then. `+`, \
                     `sum()` and rayon's `sum()` panic; `wrapping_add` wraps."
                )
            });
            assert!(
                got == 0_u64.wrapping_sub(8000),
                "2000 times 2⁶⁴ − 4, {workers} threads: expected the sum to wrap around to 2⁶⁴ − 8000, got {got}."
            );
        }
    });
}

#[test]
fn parts_keep_the_rules() {
    deadline("parts of slices", IDEA, LIMIT, || {
        for workers in [2, 1, 3, 7, 64] {
            let pool = pool(workers);
            let keeps = |n, least| keep_the_rules(&parts(&pool, n, least), n, workers, least);
            for (n, least) in [(1_000_000, 1), (1_000_003, 1000), (65_536, 100), (1000, 10), (10, 100), (0, 1), (1, 1)]
            {
                keeps(n, least).unwrap_or_else(|wrong| panic!("{wrong}"));
            }
            for_all(150, (0..20_000_usize, 1..300_usize), |&(n, least)| keeps(n, least));
            // Where there is only just enough to be cut.
            for_all(100, (1..40_usize, 0..40_usize, 1..20_usize), |&(k, more, least)| keeps(k * least + more, least));
        }
    });
}

/// The parts of `n` items, as places, in their order.
fn parts(pool: &ThreadPool, n: usize, least: usize) -> Vec<Range<usize>> {
    let items: Vec<usize> = (0..n).collect();
    let seen = Mutex::new(Vec::new());
    pool.install(|| {
        total(&items, least, &|part| {
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                seen.lock().unwrap().push(*first..last + 1);
            }
            0
        })
    });
    let mut parts = seen.into_inner().unwrap();
    parts.sort_by_key(|part| part.start);
    parts
}

/// Each item in one part, and the task's three rules.
fn keep_the_rules(parts: &[Range<usize>], n: usize, workers: usize, least: usize) -> Result<(), String> {
    let what = format!("{n} items, at least {least} to a part, {workers} threads");
    let mut end = 0;
    for part in parts {
        if part.start != end {
            return Err(format!(
                "{what}: one part ends before item {end}, the next one begins at item {}.\n\
                 Each item belongs to exactly one part.",
                part.start
            ));
        }
        end = part.end;
    }
    if end != n {
        return Err(format!("{what}: the last part ends before item {end}. Who has the items from there on?"));
    }
    let before_the_last = &parts[..parts.len().saturating_sub(1)];
    if let Some(part) = before_the_last.iter().find(|part| part.len() < least) {
        return Err(format!(
            "{what}: there are {} parts, and the one of items {part:?} has {} items.\n\
             Fewer than {least} don't pay for a task. What is the shortest part that your last cut can make?",
            parts.len(),
            part.len()
        ));
    }
    let longest = n.div_ceil(4 * workers).max(2 * least);
    if let Some(part) = parts.iter().find(|part| part.len() > longest) {
        return Err(format!(
            "{what}: there are {} parts, and the one of items {part:?} has {} items; at most {longest} expected.\n\
             Who takes the last long part is waited for by everybody else. Could it be cut once more?",
            parts.len(),
            part.len()
        ));
    }
    if parts.len() > 16 * workers {
        return Err(format!(
            "{what}: there are {} parts; at most 16 for each thread expected.\n\
             Each part has its price. What stops the cutting: the number of threads, or only the number of items?",
            parts.len()
        ));
    }
    Ok(())
}

/// The beats that an item takes.
type Weight = fn(usize) -> u64;

#[test]
fn all_threads_work() {
    deadline("items in slow motion", IDEA, LIMIT, || {
        // Heavy items in front, at the end, a few in the middle, and one here and there: those may not wait for each
        // other.
        let cases: [(usize, Weight); 6] = [
            (4, |item| if item < 100 { 20 } else { 1 }),
            (2, |item| if item >= 1500 { 20 } else { 1 }),
            (3, |item| if (800..880).contains(&item) { 20 } else { 1 }),
            (4, |item| if item % 200 == 100 { 400 } else { 1 }),
            (2, |item| if item % 100 == 30 { 400 } else { 1 }),
            (1, |_| 1),
        ];
        for (workers, weight) in cases {
            let pool = pool(workers);
            let film = SlowMotion::of(workers);
            let (_, heaviest) = filmed(&pool, &film, weight);
            let timeline = film.develop();
            timeline.assert_all_at_once(workers);
            // Whoever takes the next part when he is free (Graham 1966), and one part's weight to spare.
            timeline.assert_within(timeline.work() / workers as u64 + 2 * heaviest);
        }
    });
}

#[test]
fn nobody_keeps_his_parts_to_himself() {
    deadline("items in slow motion, twice", IDEA, LIMIT, || {
        // First all items are alike. Then those of the thread that had most are heavy: the others have to take some of
        // them.
        let workers = 4;
        let pool = pool(workers);
        let (whose, _) = filmed(&pool, &SlowMotion::of(workers), |_| 1);
        let had = |thread: &ThreadId| whose.values().filter(|other| *other == thread).count();
        let unlucky = *whose.values().max_by_key(|thread| had(thread)).expect("somebody had items");
        let weight = |item: usize| if whose[&item] == unlucky { 40 } else { 1 };
        let film = SlowMotion::of(workers);
        filmed(&pool, &film, weight);
        let timeline = film.develop();
        let (beats, work) = (timeline.beats(), timeline.work());
        // Graham's limit again. Rayon's iterators may make one task of some neighbouring parts; of an eighth of all,
        // say.
        let limit = work / workers as u64 + 40 * had(&unlucky) as u64 / 2;
        assert!(
            beats <= limit,
            "1603 items, at least 5 to a part, {workers} threads. All the parts that one thread had in a run before are now \
             heavy: {work} beats of work took {beats} beats, at most {limit} expected.\n\
             This is how it went, one line for each thread, time from left to right:\n\n{timeline}\n\
             Were the parts dealt out beforehand? Whoever is free must be able to take a part that nobody has begun."
        );
    });
}

/// Who had each of 1603 weighted items, and the heaviest part's weight. Fails if the sum is wrong, or if anybody but
/// the pool's own threads had one.
fn filmed(
    pool: &ThreadPool,
    film: &SlowMotion,
    weight: impl Fn(usize) -> u64 + Sync,
) -> (BTreeMap<usize, ThreadId>, u64) {
    let items: Vec<usize> = (0..1603).collect();
    let beats = |part: &[usize]| part.iter().map(|&item| weight(item)).sum::<u64>();
    let threads = pool.broadcast(|_| thread::current().id());
    let stranger = AtomicBool::new(false);
    let seen = Mutex::new((BTreeMap::new(), 0));
    let got = pool.install(|| {
        total(&items, 5, &|part| {
            let (thread, beats) = (thread::current().id(), beats(part));
            stranger.fetch_or(!threads.contains(&thread), Relaxed);
            let mut seen_now = seen.lock().unwrap();
            seen_now.0.extend(part.iter().map(|&item| (item, thread)));
            seen_now.1 = beats.max(seen_now.1);
            drop(seen_now);
            film.work(part.first().copied().unwrap_or(0), beats);
            beats
        })
    });
    assert!(got == beats(&items), "1603 weighted items: expected the sum {}, got {got}.", beats(&items));
    assert!(
        !stranger.into_inner(),
        "some parts were computed by threads that don't belong to the pool of {} that `total` was called in.\n\
         Rayon's `join` keeps you inside it: start no threads, build no pool.",
        threads.len()
    );
    seen.into_inner().unwrap()
}

#[test]
fn whoever_is_stopped_and_where() {
    deadline("parts, and a thread that is stopped", IDEA, LIMIT, || {
        let (items, workers) = ((0..160).collect::<Vec<usize>>(), 2);
        let want = items.iter().sum::<usize>() as u64;
        // The thread that had the first item is stopped before its first, second, third … step on something that both
        // share: once, until the other one has done all that it can; or before each of its next steps, too, and the
        // other one does a part or two each time.
        for (times, beats) in [(1, 1000), (8, 3)] {
            for place in preemption::places(24) {
                let film = Arc::new(SlowMotion::of(workers));
                let calls = Mutex::new(vec![0; items.len()]);
                let got = pool(workers).install(|| {
                    interruptible::total(&items, 5, &|part: &[usize]| {
                        preemption::go_on();
                        film.work(0, 2);
                        part.iter().for_each(|&item| calls.lock().unwrap()[item] += 1);
                        if part.contains(&0) {
                            let film = Arc::clone(&film);
                            place.stop_often(times, move || film.work(0, beats));
                        }
                        part.iter().sum::<usize>() as u64
                    })
                });
                let calls = calls.into_inner().unwrap();
                assert!(
                    got == want && calls.iter().all(|&calls| calls == 1),
                    "the numbers below 160, at least 5 to a part, {workers} threads. The one that had the first part took {} \
                     steps on what both share (locks, atomics), and then the other one came, {}. So often each number was in \
                     a part: {calls:?}; and their sum is {got}, expected {want}.\n\
                     Between two steps anybody may come. Is what you have looked at still so when you act on it?",
                    place.steps(),
                    match times {
                        1 => "and did all that it could",
                        _ => "and again before each of the next steps",
                    }
                );
            }
        }
    });
}
