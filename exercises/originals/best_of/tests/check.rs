//! Is it the median, is it the interval, do outliers leave both alone, and are the runs counted right?

use best_of::{Estimate, best_of, estimate, rank};
use std::panic;
use std::time::Duration;
use witness::{caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(30);

/// In nanoseconds.
const HOUR: u64 = 3_600_000_000_000;

const fn ns(nanoseconds: u64) -> Duration {
    Duration::from_nanos(nanoseconds)
}

fn times(nanoseconds: &[u64]) -> Vec<Duration> {
    nanoseconds.iter().copied().map(ns).collect()
}

#[test]
fn known_times() {
    deadline("known times", "what ends your loop", LIMIT, || {
        for (input, median, low, high) in [
            (vec![9, 2, 7, 1, 8, 3], 5, 1, 9),
            (vec![5; 6], 5, 5, 5),
            // Cut off: half-way between 3 and 4 is 3.5.
            (vec![1, 2, 3, 4, 5, 6], 3, 1, 6),
            (vec![7, 6, 5, 4, 3, 2, 1], 4, 1, 7),
            // From nine times on the interval begins at the second.
            (vec![90, 80, 70, 60, 50, 40, 30, 20, 10], 50, 20, 80),
            // The usual table says 8th to 18th for 25 times.
            ((1..=25).rev().collect(), 13, 8, 18),
            ((1..=100).collect(), 50, 40, 61),
        ] {
            right(&input).unwrap_or_else(|reason| panic!("{reason}"));
            let want = Estimate { median: ns(median), low: ns(low), high: ns(high) };
            assert_eq!(estimate(&times(&input)), Some(want), "for {input:?} ns");
        }
    });
}

#[test]
fn too_few_times() {
    deadline("too few times", "what ends your loop", LIMIT, || {
        for n in 0..6 {
            let got = caught(|| estimate(&vec![ns(5); n]));
            let got = got.unwrap_or_else(|panic| panic!("for {n} times `estimate` panicked: {panic}"));
            assert!(
                got.is_none(),
                "for {n} times: expected None, got {got:?}.\n\
                 From the shortest to the longest of {n} times holds the true median in fewer than 95 of 100 cases."
            );
        }
    });
}

/// A third of all times is made huge, or zero: some other third than the one before.
#[test]
fn outliers_change_next_to_nothing() {
    deadline("outliers", "what ends your loop", LIMIT, || {
        let honest: Vec<_> = (0..51_u64).map(|i| ns(1_000 + i * 29 % 51)).collect();
        for first in 0..3 {
            for wild in [Duration::MAX, Duration::from_secs(3_600), Duration::ZERO] {
                let mut planted = honest.clone();
                planted.iter_mut().skip(first).step_by(3).for_each(|time| *time = wild);
                let got = caught(|| estimate(&planted)).unwrap_or_else(|panic| {
                    panic!(
                        "with {wild:?} among the times `estimate` panicked: {panic}\n\
                         Sums of such times don't fit into a Duration. A median needs no sum."
                    )
                });
                let got = got.expect("51 times are enough for an estimate");
                assert!(
                    (ns(1_000)..ns(1_051)).contains(&got.median),
                    "51 times from 1.000 to 1.050 µs, of which every third was replaced by {wild:?}: the median is \
                     {:?}.\nIt should lie among the honest ones. A mean follows the outliers; a median doesn't.",
                    got.median
                );
            }
        }
    });
}

#[test]
fn outliers_are_times() {
    deadline("outliers at an end", "what ends your loop", LIMIT, || {
        for (input, median, low, high) in
            [(vec![1, 1, 1, 1, 1, HOUR], 1, 1, HOUR), (vec![0, 90, 91, 92, 93, 94, 95], 92, 0, 95)]
        {
            let want = Estimate { median: ns(median), low: ns(low), high: ns(high) };
            assert_eq!(
                estimate(&times(&input)),
                Some(want),
                "for {input:?} ns.\nOutliers are times, too. Who leaves some out for being wild claims to know more than was \
                 measured; the median needs no such help."
            );
        }
    });
}

#[test]
fn very_long_times() {
    deadline("very long times", "what ends your loop", LIMIT, || {
        let got = caught(|| estimate(&[Duration::MAX; 8]));
        let got = got.unwrap_or_else(|panic| {
            panic!(
                "eight times Duration::MAX: `estimate` panicked: {panic}\nThe sum of two middle times may be too large."
            )
        });
        let want = Estimate { median: Duration::MAX, low: Duration::MAX, high: Duration::MAX };
        assert_eq!(got, Some(want), "eight times Duration::MAX");
    });
}

#[test]
fn any_times() {
    deadline("any times", "what ends your loop", LIMIT, || {
        for_all(400, prop::collection::vec(0..1_000_u64, 0..60), |input| right(input));
        for_all(10, prop::collection::vec(any::<u64>(), 0..1_300), |input| right(input));
        // Most of them alike, a few wild.
        let time = prop_oneof![12 => 1_000..1_100_u64, 1 => 0..10_u64, 1 => 1_000_000..HOUR];
        for_all(300, prop::collection::vec(time, 6..60), |input| right(input));
    });
}

/// Whether the estimate is what counting says, without sorting: so many below, so many above.
fn right(input: &[u64]) -> Result<(), String> {
    let all = times(input);
    let got = caught(|| estimate(&all)).map_err(|panic| format!("`estimate` panicked: {panic}"))?;
    let (Some(k), n) = (rank(input.len()), input.len()) else {
        return match got {
            None => Ok(()),
            Some(got) => Err(format!("{} times are too few, and the estimate is {got:?}", input.len())),
        };
    };
    let got = got.ok_or(format!("{n} times are enough, and there is no estimate"))?;
    for (name, time, place) in [("low", got.low, k), ("high", got.high, n - 1 - k)] {
        if !stands_at(&all, time, place) {
            return Err(format!(
                "of {n} times, `{name}` should be number {place} of the sorted ones, counted from 0, and it is {time:?}.\n\
                 rank({n}) is {k}: count in so far from {} end.",
                if name == "low" { "the lower" } else { "the upper" }
            ));
        }
    }
    let middle = [(n - 1) / 2, n / 2].map(|place| {
        let here = |time: &&Duration| stands_at(&all, **time, place);
        all.iter().find(here).expect("some time stands at each place").as_nanos()
    });
    let want = (middle[0] + middle[1]) / 2;
    if got.median.as_nanos() != want {
        let hint = if n % 2 == 0 {
            "An even number of times has two middle ones."
        } else {
            "Sort all of them, then take the middle."
        };
        return Err(format!("of {n} times the median should be {want} ns, and it is {:?}.\n{hint}", got.median));
    }
    Ok(())
}

/// Whether `time` is the one at `place`, counted from 0, once the times are sorted.
fn stands_at(all: &[Duration], time: Duration, place: usize) -> bool {
    let below = all.iter().filter(|&&other| other < time).count();
    let equal = all.iter().filter(|&&other| other == time).count();
    (below..below + equal).contains(&place)
}

#[test]
fn the_runs_are_counted_and_the_first_is_not() {
    deadline("the runs", "what ends your loop", LIMIT, || {
        for runs in [6, 7, 9, 25, 100] {
            let mut called = 0_u64;
            let got = best_of(runs, || {
                called += 1;
                // The first run is a slow one, as first runs are; the others differ.
                if called == 1 { ns(1_000_000) } else { ns(called - 1) }
            });
            assert_eq!(
                called,
                runs as u64 + 1,
                "best_of({runs}, …) should call `run` {} times, once to warm up and then {runs} times; it called it {called} \
                 times.",
                runs + 1
            );
            let want = estimate(&(1..=runs as u64).map(ns).collect::<Vec<_>>());
            assert_eq!(got, want, "best_of({runs}, …), where the warm-up took 1 ms and run number i took i ns.");
        }
    });
}

#[test]
fn a_fast_first_run_is_not_counted_either() {
    deadline("a fast first run", "what ends your loop", LIMIT, || {
        let mut called = 0;
        let got = best_of(6, || {
            called += 1;
            if called == 1 { ns(0) } else { ns(100) }
        });
        let want = Estimate { median: ns(100), low: ns(100), high: ns(100) };
        assert_eq!(got, Some(want), "The warm-up is the first run, whether it was the slowest or not.");
    });
}

#[test]
fn too_few_runs_are_not_begun() {
    deadline("too few runs", "what ends your loop", LIMIT, || {
        for runs in 0..6 {
            let mut called = 0;
            let got = best_of(runs, || {
                called += 1;
                ns(1)
            });
            assert!(got.is_none(), "best_of({runs}, …): expected None, got {got:?}.");
            assert_eq!(called, 0, "{runs} runs can't give an estimate, and a run may take hours: don't begin.");
        }
    });
}
