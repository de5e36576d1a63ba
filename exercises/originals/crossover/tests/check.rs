//! Are the counts those of real bands, and does each crossing hold for every number of items up to the last?

use core::{assert, assert_eq};
use crossover::{Counts, Prices, Way, counts, crossover, time};
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(60);
const WAYS: [Way; 4] = [Way::Alone, Way::Threads, Way::Sent, Way::Shared];

/// Counts by going through the bands, one after another.
fn counted(way: Way, n: u64, workers: u64) -> Counts {
    let mut counts = Counts { starts: 0, messages: 0, bytes: 0, items: 0 };
    if way == Way::Alone {
        return Counts { items: n, ..counts };
    }
    let mut band = n / workers;
    if band * workers < n {
        band += 1;
    }
    let mut left = n;
    while left > 0 {
        let items = left.min(band);
        left -= items;
        counts.items = counts.items.max(items);
        match way {
            Way::Alone => {}
            Way::Threads => counts.starts += 1,
            Way::Sent => {
                counts.messages += 1;
                counts.bytes += 8 * items;
                counts.bytes += 8 * items;
            }
            Way::Shared => counts.messages += 1,
        }
    }
    counts
}

fn cost(way: Way, n: u64, workers: u64, prices: Prices) -> u64 {
    let Counts { starts, messages, bytes, items } = counted(way, n, workers);
    [(starts, prices.start), (messages, prices.message), (bytes, prices.byte), (items, prices.item)]
        .into_iter()
        .map(|(count, price)| count * price)
        .sum()
}

fn assert_counts(way: Way, n: u64, workers: u64) {
    let (got, want) = (counts(way, n, workers), counted(way, n, workers));
    assert_eq!(got.items, want.items, "items of the longest band: {way:?}, {n} items, {workers} workers");
    let idea =
        "One for each band. A band has `n / workers` items, rounded up, and so there may be fewer bands than workers.";
    assert_eq!(got.starts, want.starts, "threads started: {way:?}, {n} items, {workers} workers.\n{idea}");
    assert_eq!(got.messages, want.messages, "messages: {way:?}, {n} items, {workers} workers.\n{idea}");
    let idea = "Only `Sent` copies: each item is 8 bytes on its way there, and what is made of it 8 on its way back.";
    assert_eq!(got.bytes, want.bytes, "bytes copied: {way:?}, {n} items, {workers} workers.\n{idea}");
}

#[test]
fn alone_there_is_nothing_to_pay_but_the_items() {
    for n in [0, 1, 7, 1000] {
        for workers in [1, 3] {
            assert_counts(Way::Alone, n, workers);
        }
    }
}

#[test]
fn bands_that_divide_evenly() {
    for way in WAYS {
        for (n, workers) in [(4, 4), (8, 4), (12, 3), (1_000_000, 2), (9, 1)] {
            assert_counts(way, n, workers);
        }
    }
}

#[test]
fn bands_that_do_not_divide() {
    for way in WAYS {
        for workers in 1..=9 {
            for n in 1..=40 {
                assert_counts(way, n, workers);
            }
        }
    }
}

#[test]
fn without_items_nothing_is_paid_for() {
    for way in WAYS {
        for workers in [1, 4] {
            assert_counts(way, 0, workers);
        }
    }
}

#[test]
fn each_thing_has_its_price() {
    let prices = Prices { start: 1_000_000, message: 10_000, byte: 100, item: 1 };
    for (counts, want) in [
        (Counts { starts: 2, messages: 0, bytes: 0, items: 3 }, 2_000_003),
        (Counts { starts: 0, messages: 4, bytes: 5, items: 6 }, 40_506),
        (Counts { starts: 1, messages: 2, bytes: 3, items: 4 }, 1_020_304),
        (Counts { starts: 0, messages: 0, bytes: 0, items: 0 }, 0),
    ] {
        assert_eq!(
            time(counts, prices),
            want,
            "picoseconds for {counts:?}, at {prices:?}.\nEach count times its price, added."
        );
    }
}

#[track_caller]
fn assert_crossing(from: Way, to: Way, workers: u64, prices: Prices, most: u64) {
    let got =
        deadline("a crossing", "what ends your search", LIMIT, move || crossover(from, to, workers, prices, most));
    let slower = |n| cost(to, n, workers, prices) > cost(from, n, workers, prices);
    let want = match (1..=most).rev().find(|&n| slower(n)) {
        Some(n) if n == most => None,
        Some(n) => Some(n + 1),
        None => Some(1),
    };
    let tell = |n: u64| {
        let [from_takes, to_takes] = [from, to].map(|way| cost(way, n, workers, prices));
        format!("at {n} items {from:?} takes {from_takes} ps, and {to:?} {to_takes}")
    };
    let idea = match (got, want) {
        (Some(got), Some(want)) if got < want => format!("After your crossing it turns once more: {}.", tell(want - 1)),
        (Some(got), None) if got <= most => format!("Look at the end: {}.", tell(most)),
        (Some(got), Some(want)) if got <= most => format!("It holds earlier: {}. As long as is no longer.", tell(want)),
        (None, Some(want)) => format!("There is one: {}, and it stays so up to {most}.", tell(want)),
        _ => format!("Look at the end: {}.", tell(most)),
    };
    assert_eq!(
        got, want,
        "the crossing from {from:?} to {to:?}, {workers} workers, up to {most} items, at {prices:?}.\n{idea}"
    );
}

/// Round prices, near those of this book's machine.
const USUAL: Prices = Prices { start: 30_000_000, message: 60_000_000, byte: 1_000, item: 40_000 };

#[test]
fn where_parallel_begins_to_pay() {
    for workers in [2, 4, 8] {
        for to in [Way::Threads, Way::Shared] {
            assert_crossing(Way::Alone, to, workers, USUAL, 100_000);
        }
    }
}

#[test]
fn where_it_never_pays() {
    let dear = Prices { byte: 40_000, ..USUAL };
    assert_crossing(Way::Alone, Way::Sent, 4, dear, 50_000);
    assert_crossing(Way::Alone, Way::Threads, 1, USUAL, 1000);
    assert_crossing(Way::Shared, Way::Sent, 3, USUAL, 1000);
    assert_crossing(Way::Alone, Way::Threads, 4, USUAL, 10);
}

#[test]
fn where_it_always_pays() {
    assert_crossing(Way::Sent, Way::Shared, 4, USUAL, 10_000);
    assert_crossing(Way::Shared, Way::Threads, 2, USUAL, 10_000);
    assert_crossing(Way::Threads, Way::Threads, 3, USUAL, 100);
    let free = Prices { start: 0, ..USUAL };
    assert_crossing(Way::Alone, Way::Threads, 5, free, 100);
}

#[test]
fn where_two_ways_overtake_each_other() {
    // Near the crossing, one item more can mean one band fewer.
    for start in 1..=30 {
        let prices = Prices { start, message: 7, byte: 1, item: 10 };
        for workers in 2..=8 {
            for most in [1, 2, 5, 13, 40, 200] {
                assert_crossing(Way::Alone, Way::Threads, workers, prices, most);
                assert_crossing(Way::Threads, Way::Shared, workers, prices, most);
                assert_crossing(Way::Sent, Way::Threads, workers, prices, most);
            }
        }
    }
}

#[test]
fn a_crossing_may_be_far_away() {
    let prices = Prices { start: 40_000_000_000, ..USUAL };
    assert_crossing(Way::Alone, Way::Threads, 2, prices, 5_000_000);
    // Nothing rounds, and nothing overflows.
    assert!(time(counts(Way::Sent, 5_000_000, 2), USUAL) > 80_000_000_000);
}
