//! Are the wedges fair, are the answers right, and were they computed at the same time?

/// Here, `std::sync` is one at whose locks and atomics a thread can be stopped. `core::sync` is the same one.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, assert_eq, panic, unreachable};

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wedges::{map_wedges, wedges};
use witness::{SlowMotion, caught, deadline, for_all, generate::*, nameless, planted};

const LIMIT: Duration = Duration::from_secs(30);

/// Lengths and workers worth a look: even, uneven, one, none, more workers than items.
const CASES: [(usize, usize); 16] = [
    (10, 1),
    (10, 2),
    (10, 3),
    (9, 4),
    (12, 4),
    (13, 4),
    (15, 4),
    (1, 1),
    (1, 4),
    (3, 8),
    (0, 1),
    (0, 3),
    (64, 7),
    (65, 64),
    (63, 64),
    (1_000_003, 7),
];

#[test]
fn wedges_are_fair() {
    deadline("wedges of known lengths", "what ends the loop in `wedges`", LIMIT, || {
        for (n, workers) in CASES {
            fair(n, workers).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn wedges_are_fair_for_any_length() {
    deadline("wedges of any length", "what ends the loop in `wedges`", LIMIT, || {
        for_all(500, (0..2000_usize, 1..70_usize), |&(n, workers)| fair(n, workers));
        for_all(200, (any::<usize>(), 0..64_u32, 1..70_usize), |&(n, size, workers)| fair(n >> size, workers));
        for (n, workers) in [(usize::MAX, 3), (usize::MAX, 1), (usize::MAX, 64), (usize::MAX - 1, 2)] {
            fair(n, workers).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

/// Whether `wedges(n, workers)` keeps all its promises.
fn fair(n: usize, workers: usize) -> Result<(), String> {
    let got = caught(|| wedges(n, workers)).map_err(|panic| {
        format!("wedges({n}, {workers}) panicked: {panic}\nDoes every number on the way fit into a usize, also `worker * n`?")
    })?;
    let call = format!("wedges({n}, {workers}) gave {}", shorten(&got));
    if got.len() != workers {
        return Err(format!(
            "{call}: {} wedges, expected {workers}.\nEvery worker gets one, even if it is empty.",
            got.len()
        ));
    }
    let mut next = 0;
    for (worker, wedge) in got.iter().enumerate() {
        if wedge.start != next {
            return Err(format!(
                "{call}: wedge {worker} is {wedge:?}, expected it to begin at {next}, where the one before ends.\n\
                 An item in two wedges is computed twice; an item in none is lost."
            ));
        }
        if wedge.end < wedge.start {
            return Err(format!("{call}: wedge {worker} is {wedge:?}, which ends before it begins."));
        }
        next = wedge.end;
    }
    if next != n {
        let why = match n % workers {
            0 => "The last wedge ends where the items do.".into(),
            rest => format!("{n} items for {workers} workers leave {rest} over: somebody has to take them."),
        };
        return Err(format!("{call}: the last wedge ends at {next}, expected {n}.\n{why}"));
    }
    let (shortest, longest) = (n / workers, n.div_ceil(workers));
    match got.iter().find(|wedge| !(shortest..=longest).contains(&wedge.len())) {
        None => Ok(()),
        Some(wedge) if shortest == longest => {
            Err(format!("{call}: {wedge:?} has {} items, expected {shortest} in each.", wedge.len()))
        }
        Some(wedge) => Err(format!(
            "{call}: {wedge:?} has {} items, expected {shortest} or {longest} in each.\n\
             The longest wedge decides how long everything takes. Give one item more to as many workers as there are \
             items left over.",
            wedge.len()
        )),
    }
}

/// The first few wedges; learners don't want to read 64 of them.
fn shorten(wedges: &[std::ops::Range<usize>]) -> String {
    if wedges.len() <= 8 { format!("{wedges:?}") } else { format!("{:?} and {} more", &wedges[..8], wedges.len() - 8) }
}

#[test]
fn answers_are_right() {
    deadline("map_wedges of known lengths", "what each thread waits for", LIMIT, || {
        for (n, workers) in CASES.into_iter().filter(|&(n, _)| n < 1000) {
            right(n, workers).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn answers_are_right_for_any_length() {
    deadline("map_wedges of any length", "what each thread waits for", LIMIT, || {
        for_all(60, (0..200_usize, 1..12_usize), |&(n, workers)| right(n, workers));
    });
}

/// What items are mapped to: a type that can be moved, but neither copied nor made from nothing.
#[derive(Debug, PartialEq)]
struct Label(String);

/// Whether `map_wedges` gives every item its label, in order.
fn right(n: usize, workers: usize) -> Result<(), String> {
    let items: Vec<usize> = (0..n).map(|i| i * i).collect();
    let label = |item: &usize| Label(format!("#{item}"));
    let got = map_wedges(&items, workers, label);
    let call = format!("map_wedges of {n} items with {workers} workers");
    if got.len() != n {
        return Err(format!(
            "{call}: {} answers came back, expected {n}.\nWhich items are in nobody's wedge, or in two?",
            got.len()
        ));
    }
    match (0..n).find(|&i| got[i] != label(&items[i])) {
        None => Ok(()),
        Some(i) => Err(format!(
            "{call}: answer {i} is {:?}, expected {:?}.\n\
             {ORDER}",
            got[i],
            label(&items[i])
        )),
    }
}

#[test]
fn all_workers_work_at_the_same_time() {
    deadline("map_wedges in slow motion", "what each thread waits for", LIMIT, || {
        for (n, workers) in [(24, 3), (7, 2), (9, 4), (30, 4), (13, 3), (31, 8), (3, 8), (2, 2), (5, 1), (1, 4)] {
            // `f` takes one beat for each item; time stands still until all who can work are at work.
            let items: Vec<usize> = (0..n).collect();
            let film = SlowMotion::of(workers.min(n));
            nameless(|| map_wedges(&items, workers, |&item| film.work(item, 1)));

            let timeline = film.develop();
            timeline.assert_each_once("item", n);
            timeline.assert_all_at_once(workers.min(n));
            if n >= 3 * workers {
                // Half as much again as the fairest share leaves room for other ways to share than wedges.
                timeline.assert_within((n.div_ceil(workers) * 3).div_ceil(2) as u64);
            }
        }
        // More items than anybody would film one by one. Most of them take no time; some in each worker's share take a
        // beat.
        for (n, workers) in [(1_003, 3), (100_003, 4)] {
            let items: Vec<usize> = (0..n).collect();
            let film = SlowMotion::of(workers);
            let got = nameless(|| {
                map_wedges(&items, workers, |&item| {
                    film.work(item, u64::from(item % ((n / 24) | 1) == 1));
                    item
                })
            });
            assert!(
                got == items,
                "{n} items mapped to themselves by {workers} workers aren't what came back.\n{ORDER}"
            );
            let timeline = film.develop();
            timeline.assert_each_once("item", n);
            timeline.assert_all_at_once(workers);
        }
    });
}

#[test]
fn whoever_is_done_first() {
    deadline("a slow first item", "who puts the answers together, and when", LIMIT, || {
        for workers in [2, 3, 4] {
            // The first item takes longer than all others together, so whoever has it is done last.
            let items: Vec<usize> = (0..12).collect();
            let film = SlowMotion::of(workers);
            let got = map_wedges(&items, workers, |&item| {
                film.work(item, if item == 0 { 100 } else { 1 });
                item
            });
            assert!(
                got == items,
                "each of {items:?} mapped to itself by {workers} workers, of whom the one with item 0 is done last:\n\
                 got {got:?}.\n{ORDER}"
            );
        }
    });
}

const ORDER: &str = "Answers go in the order of the items, whichever thread is done first.";

#[test]
fn whoever_is_stopped_and_where() {
    deadline("map_wedges, and a worker that is stopped", "what each thread waits for", LIMIT, || {
        let (items, workers) = ((0..12).collect::<Vec<usize>>(), 2);
        // A worker is stopped after one of its first items, until the other has done all that it can: before its first,
        // second, third … step on something that both share.
        for place in preemption::places(12) {
            let film = Arc::new(SlowMotion::of(workers));
            let calls = Mutex::new(vec![0; items.len()]);
            let got = interruptible::map_wedges(&items, workers, |&item| {
                preemption::go_on();
                film.work(item, 1);
                calls.lock().unwrap()[item] += 1;
                if item == 1 {
                    let film = Arc::clone(&film);
                    place.stop(move || film.work(item, 1000));
                }
                item
            });
            let calls = calls.into_inner().unwrap();
            assert!(
                got == items && calls.iter().all(|&calls| calls == 1),
                "{items:?} mapped to themselves by {workers} workers. The one that had item 1 took {} steps on what both share \
                 (locks, atomics), and then the other one came, and did all that it could. `f` was called so often for each \
                 item: {calls:?}; and the answers are {got:?}.\n\
                 Between two steps anybody may come. Is what you have looked at still so when you act on it?",
                place.steps()
            );
        }
    });
}

#[test]
fn a_panic_is_handed_on() {
    deadline("map_wedges of an item that can't be mapped", "who waits for a thread that has panicked", LIMIT, || {
        for (bad, workers) in [(0, 2), (5, 3), (11, 4)] {
            let items: Vec<usize> = (0..12).collect();
            let work =
                |&item: &usize| if item == bad { planted(format!("the check lets item {bad} panic")) } else { item };
            let outcome = caught(|| map_wedges(&items, workers, work));
            if let Ok(got) = outcome {
                panic!(
                    "`f` panicked for item {bad} of {items:?}, and `map_wedges` with {workers} workers returned {got:?} as \
                     if nothing had happened.\n\
                     `join` gives an `Err` when the thread has panicked. Who looks at it?"
                );
            }
            answers_are_dropped_once(bad, workers);
        }
    });
}

/// How often `f` made an answer of each item, and how often one was dropped. The last place is for answers that nobody
/// has made.
static MADE: [AtomicUsize; 13] = [const { AtomicUsize::new(0) }; 13];
static DROPPED: [AtomicUsize; 13] = [const { AtomicUsize::new(0) }; 13];

/// An answer that says what becomes of it.
struct Signed {
    signature: u64,
    item: usize,
}

const SIGNATURE: u64 = 0x5160_ed0f_57a7_e11e;

impl Drop for Signed {
    fn drop(&mut self) {
        let place = if self.signature == SIGNATURE { self.item } else { 12 };
        DROPPED[place.min(12)].fetch_add(1, Relaxed);
    }
}

/// What was never made is never dropped.
fn answers_are_dropped_once(bad: usize, workers: usize) {
    MADE.iter().chain(&DROPPED).for_each(|count| count.store(0, Relaxed));
    let items: Vec<usize> = (0..12).collect();
    let outcome = caught(|| {
        map_wedges(&items, workers, |&item| {
            if item == bad {
                planted(format!("the check lets item {bad} panic"));
            }
            MADE[item].fetch_add(1, Relaxed);
            Signed { signature: SIGNATURE, item }
        })
    });
    drop(outcome);
    let counts = |counts: &[AtomicUsize; 13]| counts.each_ref().map(|count| count.load(Relaxed));
    let (made, dropped) = (counts(&MADE), counts(&DROPPED));
    // What is lost when `f` panics is lost: that harms nobody.
    assert!(
        (0..13).all(|place| dropped[place] <= made[place]),
        "`f` panicked for item {bad} of 12, and the answers were dropped. One of each item, `f` made {:?} and {:?} were \
         dropped; and so were {} that nobody had made.\n\
         A vector drops as many elements as its length says. When does yours say so, and what stands in them then?",
        &made[..12],
        &dropped[..12],
        dropped[12]
    );
}

#[test]
fn nothing_is_mapped_to_nothing() {
    deadline("map_wedges of nothing", "what an empty wedge does", LIMIT, || {
        let got = map_wedges(&[] as &[u8], 3, |_| unreachable!("there is no item to call `f` for"));
        assert_eq!(got.len(), 0, "no items, but {} answers", got.len());
    });
}
