//! The chapter's small programs with rayon, on any number of workers.

use mandelbrot::View;
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use steps_pools::{as_they_come, fold, in_order, join, min_len, nested, own_pool, panics, sum, sum_in_parts, tree};

fn on_each<R: Send>(job: impl Fn() -> R + Sync) -> Vec<R> {
    [1, 2, 3, 7].into_iter().map(|workers| own_pool::run(workers, &job).unwrap()).collect()
}

#[test]
fn both_ways_to_split_find_all_steps() {
    let view = View::skewed(32);
    let rows: Vec<_> = (0..view.rows).collect();
    let steps = |&row: &usize| (0..view.columns).map(|column| u64::from(view.escape_time(column, row))).sum::<u64>();
    let want: u64 = rows.iter().map(steps).sum();
    for grain in [1, 2, 5, 24, 1000] {
        assert_eq!(on_each(|| join::run(&rows, grain, &steps)), [want; 4]);
        assert_eq!(on_each(|| min_len::run(&rows, grain, &steps)), [want; 4]);
    }
    assert_eq!(join::run(&[], 1, &steps), 0);
    assert_eq!(min_len::run(&[], 1, &steps), 0);
}

/// Counted in 1850 (the eight of Bezzel and Nauck) and later, OEIS A000170.
#[test]
fn every_byte_is_counted_once() {
    let bytes: Vec<u8> = (0..100_000_u64).map(|i| (i * i % 251) as u8).collect();
    let mut want = [0_u64; 256];
    bytes.iter().for_each(|&byte| want[usize::from(byte)] += 1);
    assert!(on_each(|| fold::histogram(&bytes)).into_iter().all(|counts| counts == want));
    assert_eq!(fold::histogram(&[]), [0; 256]);
}

#[test]
fn queens_are_counted_right() {
    for (n, want) in [(0, 1), (1, 1), (2, 0), (3, 0), (4, 2), (5, 10), (6, 4), (7, 40), (8, 92)] {
        assert_eq!(on_each(|| tree::run(n)), [want; 4], "{n} queens");
    }
}

#[test]
fn answers_keep_their_places_or_come_as_they_come() {
    let items: Vec<_> = (0..1000).collect();
    let double = |&i: &i32| 2 * i;
    let want: Vec<_> = items.iter().map(double).collect();
    assert!(on_each(|| in_order::run(&items, double)).iter().all(|got| *got == want));
    for got in on_each(|| as_they_come::run(&items, double)) {
        assert_eq!(got.len(), want.len());
        assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), want.iter().copied().collect());
    }
}

/// The same digits for any number of workers; without fixed parts they are only close.
#[test]
fn a_sum_in_fixed_parts_has_the_same_digits() {
    let numbers: Vec<_> = (1..=100_000).map(|i| 1.0 / f64::from(i)).collect();
    let sums = on_each(|| sum_in_parts::run(&numbers));
    assert!(sums.iter().all(|sum| sum.to_bits() == sums[0].to_bits()), "{sums:?}");
    for sum in on_each(|| sum::run(&numbers)) {
        assert!((sum - sums[0]).abs() < 1e-12);
    }
}

#[test]
fn a_panic_comes_out_where_the_loop_was_started() {
    let items: Vec<_> = (0..100).collect();
    for bad in [0, 42, 99] {
        let job = |&i: &i32| if i == bad { panic!("this test wants {bad} to panic") } else { i };
        assert!(on_each(|| panics::run(&items, job)).iter().all(Option::is_none));
    }
    assert_eq!(panics::run(&items, |&i| i), Some(items));
}

/// However many loops lie in each other, no more threads work than the pool has.
#[test]
fn nested_loops_use_one_pool() {
    let rows = vec![vec![1.0; 100]; 10];
    let (at_work, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let cost = |x: f64| {
        most.fetch_max(at_work.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        thread::yield_now();
        at_work.fetch_sub(1, Ordering::SeqCst);
        assert!(thread::current().name().is_some_and(|name| name.starts_with("own ")));
        x as u64
    };
    assert_eq!(own_pool::run(3, || nested::run(&rows, cost)).unwrap(), [100; 10]);
    assert!(most.into_inner() <= 3);
}
