//! Is every value counted once, by all workers at the same time, and does nobody count where another one counts?

/// Here, `std::sync` and `core::sync` are ones at whose locks and atomics a thread can be stopped.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::assert;

use contended_histogram::{Counts, Histogram, count_all};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;
use witness::{SlowMotion, deadline, for_all, nameless};

const LIMIT: Duration = Duration::from_secs(60);
const WAITING: &str = "what each thread waits for: is a lock taken twice, or a thread joined by itself?";

#[test]
fn merging_adds_everything() {
    let count = |values: &[f64]| {
        let mut histogram = Histogram::new(0.0, 3.0, 3);
        values.iter().for_each(|&value| histogram.count(value));
        histogram
    };
    let mut got = count(&[0.5, 0.5, 2.0, 7.0]);
    got.merge(count(&[0.0, 1.5, -1.0, f64::NAN, 3.0]));
    let want = count(&[0.5, 0.5, 2.0, 7.0, 0.0, 1.5, -1.0, f64::NAN, 3.0]);
    assert!(
        got == want,
        "bins [2, 0, 1] and 1 value outside, merged with [1, 1, 0] and 3 outside:\nexpected {want:?},\ngot      {got:?}."
    );
}

#[test]
fn counts_are_right() {
    deadline("counting values", WAITING, LIMIT, || {
        let got = count_all(&[0.5, 2.5, 9.0], 2, || Histogram::new(0.0, 3.0, 3));
        assert!(
            got.bins == [1, 0, 1] && got.outside == 1,
            "0.5, 2.5 and 9 into 3 bins from 0 to 3: expected [1, 0, 1] and 1 outside, got {got:?}."
        );
        for_all(80, (0..300_usize, 1..12_usize, 1..9_usize), |&(n, workers, bins)| {
            // Most of them in the first bins, some outside, one that is no number.
            let values: Vec<f64> =
                (0..n).map(|i| if i == 5 { f64::NAN } else { (i * i % 23 * (i % 7)) as f64 / 10.0 - 1.0 }).collect();
            let mut want = Histogram::new(0.0, 8.0, bins);
            values.iter().for_each(|&value| want.count(value));
            let got = count_all(&values, workers, || Histogram::new(0.0, 8.0, bins));
            match got == want {
                true => Ok(()),
                false => Err(format!(
                    "{n} values, {workers} workers, {bins} bins: expected {want:?},\ngot {got:?}.\n\
                     {} of {n} values were counted. Look at the last share, and at the last worker's counters.",
                    got.bins.iter().sum::<u64>() + got.outside
                )),
            }
        });
    });
}

#[test]
fn all_count_at_the_same_time() {
    deadline("counting in slow motion", WAITING, LIMIT, || {
        // With eight workers, much of 15 or 39 values is left if shares are rounded down, and nothing of 33 if up.
        for (workers, n) in [(2, 16), (4, 24), (3, 25), (1, 5), (8, 8), (8, 15), (8, 39), (8, 33)] {
            let watch = Watch::new(workers);
            let counted = nameless(|| count_all(&numbers(n), workers, || watch.fresh()).counted);
            let timeline = watch.counting.develop();
            timeline.assert_each_once("value", n);
            timeline.assert_all_at_once(workers);
            timeline.assert_within((n * 3).div_ceil(2 * workers) as u64);
            watch.assert_each_alone();
            assert!(counted == n, "{workers} workers counted {n} values; {counted} are in the counters returned.");
        }
    });
}

#[test]
fn nothing_is_lost_while_merging() {
    deadline("merging in slow motion", WAITING, LIMIT, || {
        for workers in [2, 3, 5] {
            let n = 4 * workers;
            let watch = Watch { slow_merge: true, ..Watch::new(workers) };
            let counted = count_all(&numbers(n), workers, || watch.fresh()).counted;
            assert!(
                counted == n,
                "{workers} workers counted {n} values. While one worker's counters were merged, which took a while, others \
                 came to an end; {counted} are in the counters returned.\n\
                 Between taking the sum and putting back the new one, can another worker do the same?"
            );
        }
    });
}

#[test]
fn a_few_counters_for_each_worker() {
    deadline("counting many values", WAITING, LIMIT, || {
        let (n, workers) = (20_000, 4);
        let watch = Watch { fast: true, ..Watch::new(workers) };
        let counted = count_all(&numbers(n), workers, || watch.fresh()).counted;
        let (made, merged) = (watch.made.load(Relaxed), watch.merged.load(Relaxed));
        assert!(counted == n, "{workers} workers, {n} values: {counted} were counted.");
        assert!(
            made <= 4 * workers && merged <= 4 * workers,
            "{workers} workers counted {n} values, and `fresh` was called {made} times, `merge` {merged} times.\n\
             A worker keeps its counters until its share is done. Merging value by value is the same contention with \
             more work."
        );
        watch.assert_each_alone();
    });
}

#[test]
fn few_values_or_none() {
    deadline("counting few values", "what a worker without a value does", LIMIT, || {
        for (n, workers) in [(0, 3), (1, 4), (3, 64)] {
            let watch = Watch { fast: true, ..Watch::new(workers) };
            let counted = count_all(&numbers(n), workers, || watch.fresh()).counted;
            assert!(counted == n, "{n} values, {workers} workers: {counted} were counted.");
        }
    });
}

#[test]
fn whoever_is_stopped_and_where() {
    deadline("counting, and a worker that is stopped", WAITING, LIMIT, || {
        let (n, workers) = (24, 2);
        // A worker is stopped after one of its first values, or its last, before its first, second, third … step on
        // something that both share: once, until the other has done all that it can; or before each of its next steps,
        // too, and the other counts a value or two each time.
        for (after, times, beats) in [(1, 1, 1000), (n - 1, 1, 1000), (1, 8, 3)] {
            for place in preemption::places(24) {
                let film = Arc::new(SlowMotion::of(workers));
                let place = Arc::new(place);
                let counted = interruptible::count_all(&numbers(n), workers, || Stopped {
                    counted: vec![0; n],
                    after,
                    times,
                    beats,
                    place: Arc::clone(&place),
                    film: Arc::clone(&film),
                });
                assert!(
                    counted.counted.iter().all(|&times| times == 1),
                    "{n} values, {workers} workers. The one that had counted value {after} took {} steps on what both share \
                     (locks, atomics), and then the other one came, {}. So often each value was counted: {:?}.\n\
                     Between two steps anybody may come. Is what you have looked at still so when you act on it?",
                    place.steps(),
                    match times {
                        1 => "and did all that it could",
                        _ => "and again before each of the next steps",
                    },
                    counted.counted
                );
            }
        }
    });
}

/// Counters that stop whoever has counted one of the values, and know how often each was counted.
struct Stopped {
    counted: Vec<usize>,
    after: usize,
    times: usize,
    beats: u64,
    place: Arc<preemption::Place>,
    film: Arc<SlowMotion>,
}

impl interruptible::Counts for Stopped {
    fn count(&mut self, value: f64) {
        preemption::go_on();
        let value = value as usize;
        // Whoever is to be stopped is a beat ahead.
        self.film.work(value, if value == self.after { 1 } else { 2 });
        self.counted[value] += 1;
        if value == self.after {
            let (film, beats) = (Arc::clone(&self.film), self.beats);
            self.place.stop_often(self.times, move || film.work(value, beats));
        }
    }

    fn merge(&mut self, other: Self) {
        self.counted.iter_mut().zip(other.counted).for_each(|(mine, other)| *mine += other);
    }
}

/// 0, 1, 2, …
fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64).collect()
}

/// Looks over the workers' shoulders.
struct Watch {
    counting: SlowMotion,
    merging: SlowMotion,
    /// Counting takes no time in the film.
    fast: bool,
    slow_merge: bool,
    made: AtomicUsize,
    merged: AtomicUsize,
    /// Whether two threads counted in the same counters.
    crowded: Mutex<bool>,
}

/// Counters that are watched.
struct Watched<'w> {
    watch: &'w Watch,
    counted: usize,
    owner: Option<ThreadId>,
}

impl Watch {
    fn new(workers: usize) -> Self {
        Self {
            counting: SlowMotion::of(workers),
            merging: SlowMotion::of(workers),
            fast: false,
            slow_merge: false,
            made: AtomicUsize::new(0),
            merged: AtomicUsize::new(0),
            crowded: Mutex::new(false),
        }
    }

    fn fresh(&self) -> Watched<'_> {
        self.made.fetch_add(1, Relaxed);
        Watched { watch: self, counted: 0, owner: None }
    }

    fn assert_each_alone(&self) {
        assert!(
            !*self.crowded.lock().unwrap(),
            "two threads counted in the same counters.\n\
             Even if they never have to wait for each other, the counters' lines travel between their cores."
        );
    }
}

impl Counts for Watched<'_> {
    fn count(&mut self, value: f64) {
        let thread = thread::current().id();
        if *self.owner.get_or_insert(thread) != thread {
            *self.watch.crowded.lock().unwrap() = true;
        }
        if !self.watch.fast {
            self.watch.counting.work(value as usize, 1);
        }
        self.counted += 1;
    }

    fn merge(&mut self, other: Self) {
        let n = self.watch.merged.fetch_add(1, Relaxed);
        if self.watch.slow_merge {
            self.watch.merging.work(n, 1);
        }
        self.counted += other.counted;
    }
}
