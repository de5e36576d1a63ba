//! Is it sorted, are equals in order, is the work n log n, do all threads share it, and does a panic lose nothing?

use merge_sort::{merge, merge_sort, sort};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::cmp::Ordering;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;
use witness::{SlowMotion, Timeline, caught, deadline, for_all, planted};

const LIMIT: Duration = Duration::from_secs(60);
const IDEA: &str =
    "what ends your recursion (can a piece be cut into nothing and itself?), and what each task waits for";

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().expect("the system lets us start threads")
}

/// A key to sort by, and where the element stood: what tells equal keys apart.
type Element = (u32, usize);

fn by_key(a: &Element, b: &Element) -> Ordering {
    a.0.cmp(&b.0)
}

/// `n` elements with `keys` different keys, in no order; the same every time.
fn shuffled(n: usize, keys: u32) -> Vec<Element> {
    let stir = |i: usize| ((i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 29) as u32;
    (0..n).map(|i| (stir(i) % keys, i)).collect()
}

/// Whether `got` is `want`; if not, what is wrong with it.
fn compare<T: PartialEq + Debug>(got: &[T], want: &[T], equal: impl Fn(&T, &T) -> bool) -> Result<(), String> {
    let Some(i) = (0..want.len()).find(|&i| got[i] != want[i]) else { return Ok(()) };
    let idea = if !got.iter().any(|element| *element == want[i]) {
        "That element is gone. Where do the pieces begin and end that are merged?"
    } else if got.iter().filter(|element| **element == got[i]).count() > 1 {
        "That element is there twice. Where do the pieces begin and end that are merged?"
    } else if (0..want.len()).all(|i| equal(&got[i], &want[i])) {
        "Sorted, but not stable: equal keys have changed their order. Which of two equals is taken first, and on which \
         side of a pivot are its equals?"
    } else {
        "All elements are there, in the wrong order. Is everything in front of the cut less than everything behind it?"
    };
    Err(format!("expected {:?} in place {i}, got {:?}.\n{idea}", want[i], got[i]))
}

#[test]
fn merges_are_right_and_stable() {
    deadline("merges", IDEA, LIMIT, || {
        for workers in [1, 2, 3, 7] {
            let pool = pool(workers);
            let right = |lengths: (usize, usize), keys, grain| {
                let all = shuffled(lengths.0 + lengths.1, keys);
                let (mut left, mut right) = (all[..lengths.0].to_vec(), all[lengths.0..].to_vec());
                left.sort_by(by_key);
                right.sort_by(by_key);
                let mut want = [&left[..], &right[..]].concat();
                want.sort_by(by_key);
                let mut got = vec![(u32::MAX, usize::MAX); all.len()];
                pool.install(|| merge(&left, &right, &mut got, grain, &by_key));
                compare(&got, &want, |a, b| a.0 == b.0).map_err(|wrong| {
                    format!(
                        "{} elements (key, place) merged with {}, grain {grain}, {workers} threads: {wrong}\n\
                         left = {}, right = {}",
                        left.len(),
                        right.len(),
                        some(&left),
                        some(&right)
                    )
                })
            };
            for lengths in [(0, 0), (1, 0), (0, 1), (1, 1), (0, 100), (100, 0), (1, 99), (99, 1), (500, 300)] {
                for keys in [1, 5, 1000] {
                    right(lengths, keys, 1).unwrap_or_else(|wrong| panic!("{wrong}"));
                }
            }
            for_all(150, (0..60_usize, 0..60_usize, 1..20_u32, 1..12_usize), |&(left, more, keys, grain)| {
                right((left, more), keys, grain)
            });
        }
    });
}

/// As much of it as a learner can look through.
fn some(elements: &[Element]) -> String {
    let some = &elements[..elements.len().min(12)];
    format!("{some:?}{}", if elements.len() > 12 { " and more" } else { "" })
}

#[test]
fn sorts_are_right_and_stable() {
    deadline("sorts", IDEA, LIMIT, || {
        for workers in [1, 2, 3, 7, 64] {
            let pool = pool(workers);
            let right = |items: &[Element], grain| {
                let (mut got, mut want) = (items.to_vec(), items.to_vec());
                want.sort_by(by_key);
                pool.install(|| merge_sort(&mut got, grain, by_key));
                compare(&got, &want, |a, b| a.0 == b.0).map_err(|wrong| {
                    let n = items.len();
                    format!(
                        "{n} elements (key, place), grain {grain}, {workers} threads: {wrong}\nThey were {}.",
                        some(items)
                    )
                })
            };
            for n in [0, 1, 2, 3, 4, 5, 127, 128, 129, 1009] {
                let sorted: Vec<_> = (0..n).map(|i| (i as u32 / 3, i)).collect();
                let reversed: Vec<_> = (0..n).map(|i| ((n - i) as u32 / 3, i)).collect();
                for items in [shuffled(n, u32::MAX), shuffled(n, 4), shuffled(n, 1), sorted, reversed] {
                    for grain in [1, 2, 50, 2000] {
                        right(&items, grain).unwrap_or_else(|wrong| panic!("{wrong}"));
                    }
                }
            }
            for_all(100, (0..200_usize, 1..30_u32, 1..40_usize), |&(n, keys, grain)| right(&shuffled(n, keys), grain));
        }
    });
}

#[test]
fn many_elements() {
    deadline("many elements", IDEA, LIMIT, || {
        for workers in [2, 3] {
            let numbers: Vec<u32> = shuffled(20_011, u32::MAX).into_iter().map(|(key, _)| key).collect();
            let words: Vec<String> = numbers.iter().take(9000).map(|number| format!("{:x}", number % 5000)).collect();
            pool(workers).install(|| {
                sorts_like_the_standard_library("numbers", &numbers);
                sorts_like_the_standard_library("words", &words);
            });
        }
    });
}

#[track_caller]
fn sorts_like_the_standard_library<T: Clone + Ord + Send + Sync + Debug>(what: &str, items: &[T]) {
    let (mut got, mut want) = (items.to_vec(), items.to_vec());
    sort(&mut got);
    want.sort();
    if let Err(wrong) = compare(&got, &want, |a, b| a == b) {
        panic!("{} {what}: {wrong}", items.len());
    }
}

#[test]
fn the_work_is_n_log_n() {
    deadline("comparisons counted", IDEA, LIMIT, || {
        for (n, grain) in [(1000, 16), (4096, 64), (20_000, 64), (5000, 6000), (30_000, 1000)] {
            let sorted: Vec<_> = (0..n).map(|i| (i as u32, i)).collect();
            let reversed: Vec<_> = (0..n).map(|i| ((n - i) as u32, i)).collect();
            let kinds = ["in no order", "with 3 different keys", "all equal", "sorted", "reversed"];
            let all = [shuffled(n, u32::MAX), shuffled(n, 3), shuffled(n, 1), sorted, reversed];
            for (mut items, kind) in all.into_iter().zip(kinds) {
                let count = AtomicU64::new(0);
                pool(2).install(|| {
                    merge_sort(&mut items, grain, |a, b| {
                        count.fetch_add(1, Relaxed);
                        by_key(a, b)
                    })
                });
                let (count, most) = (count.into_inner(), (1.5 * n as f64 * (n as f64).log2()) as u64);
                assert!(
                    count <= most,
                    "{n} elements {kind}, grain {grain}: {count} comparisons; n × log₂ n is {}, and at most {most} expected.\n\
                     A merge looks at each element about once, a binary search at few, and pieces of {grain} elements are \
                     sorted as everything is.",
                    most * 2 / 3
                );
            }
        }
    });
}

/// The key of the element in a place.
type Key = fn(usize) -> u32;

#[test]
fn all_threads_merge() {
    deadline("a merge in slow motion", IDEA, LIMIT, || {
        // Both alike, then one much shorter.
        let cases: [(usize, usize, Key); 2] = [(64, 64, |i| i as u32 % 64), (24, 104, |i| i as u32 * 7 % 131)];
        for (workers, (n, m, key)) in [4, 2].into_iter().flat_map(|workers| cases.map(|case| (workers, case))) {
            let all: Vec<Element> = (0..n + m).map(|i| (key(i), i)).collect();
            let (mut left, mut right) = (all[..n].to_vec(), all[n..].to_vec());
            left.sort_by(by_key);
            right.sort_by(by_key);
            let mut merged = all;
            filmed(workers, |compare| merge(&left, &right, &mut merged, 8, &compare));
        }
    });
}

/// An element that takes a beat to copy.
struct Heavy<'a> {
    key: usize,
    film: &'a SlowMotion,
}

impl Clone for Heavy<'_> {
    fn clone(&self) -> Self {
        self.film.work(self.key, 1);
        Self { ..*self }
    }
}

#[test]
fn one_element_merged_with_many() {
    deadline("a merge of elements that are slow to copy", IDEA, LIMIT, || {
        let workers = 4;
        for one in [50, 200] {
            let film = SlowMotion::of(workers);
            let heavy = |key| Heavy { key, film: &film };
            let many: Vec<_> = (0..127).map(|i| heavy(i + 60)).collect();
            let mut merged: Vec<_> = (0..128).map(heavy).collect();
            pool(workers).install(|| merge(&[heavy(one)], &many, &mut merged, 8, &|a, b| a.key.cmp(&b.key)));
            assert!(merged.is_sorted_by_key(|element| element.key), "1 element merged with 127: they aren't sorted.");
            let timeline = film.develop();
            assert!(
                timeline.most_at_once() == workers,
                "1 element merged with 127, grain 8, where an element takes a beat to copy: expected {workers} threads copying at \
                 the same time; there were up to {}:\n\n{timeline}\n\
                 Here nothing is gained by cutting the shorter side. Whose middle is your pivot?",
                timeline.most_at_once()
            );
            // What is left when all have begun is shared, too.
            timeline.assert_within(timeline.work() * 3 / (2 * workers as u64));
        }
    });
}

#[test]
fn a_piece_as_long_as_the_grain_is_one_threads() {
    deadline("a grain as large as everything, in slow motion", IDEA, LIMIT, || {
        let workers = 3;
        let alone = |what: &str, run: &mut (dyn FnMut(Compare) + Send)| {
            let film = SlowMotion::of(workers);
            pool(workers).install(|| {
                run(&|a, b| {
                    film.work(0, 1);
                    by_key(a, b)
                })
            });
            let timeline = film.develop();
            assert!(
                timeline.workers() == 1,
                "{what}, with a grain of 40, in a pool of {workers} threads: {} threads compared, expected one.\n\
                 A piece of at most `grain` elements is one thread's, from its first comparison to its last: a task for less \
                 costs more than it brings. What do you ask before you cut?",
                timeline.workers()
            );
        };
        let mut items = shuffled(40, 30);
        alone("40 elements sorted", &mut |compare| merge_sort(&mut items, 40, compare));
        let (left, right) = (items[..20].to_vec(), items[20..].to_vec());
        alone("20 elements merged with 20", &mut |compare| merge(&left, &right, &mut items, 40, &compare));
    });
}

#[test]
fn all_threads_sort() {
    deadline("a sort in slow motion", IDEA, LIMIT, || {
        for workers in [4, 2] {
            let mut items = shuffled(96, 60);
            let timeline = filmed(workers, |compare| merge_sort(&mut items, 4, compare));
            timeline.assert_within(timeline.work() * 3 / (2 * workers as u64));
        }
    });
}

type Compare<'a> = &'a (dyn Fn(&Element, &Element) -> Ordering + Send + Sync);

/// Runs what is given with comparisons that take a beat each, in a pool of `workers` threads. Fails unless all of them
/// compare at the same time, and nobody else does.
fn filmed(workers: usize, run: impl FnOnce(Compare) + Send) -> Timeline {
    let pool = pool(workers);
    let threads = pool.broadcast(|_| thread::current().id());
    let stranger = AtomicBool::new(false);
    let film = SlowMotion::of(workers);
    pool.install(|| {
        run(&|a, b| {
            stranger.fetch_or(!threads.contains(&thread::current().id()), Relaxed);
            film.work(0, 1);
            by_key(a, b)
        })
    });
    assert!(
        !stranger.into_inner(),
        "called in a pool of {workers} threads, but other threads compared.\nRayon's `join` stays in its pool."
    );
    let timeline = film.develop();
    timeline.assert_all_at_once(workers);
    timeline
}

#[test]
fn a_panic_loses_nothing() {
    deadline("comparisons that panic", IDEA, LIMIT, || {
        let n = 100;
        for workers in [1, 2, 4] {
            let pool = pool(workers);
            for (grain, bad) in [(4, 0), (4, 1), (4, 50), (4, 200), (4, 350), (8, 480), (1, 500), (200, 70)] {
                let alive = Arc::new(());
                let mut items: Vec<_> =
                    shuffled(n, 60).into_iter().map(|(key, place)| (key, place, Arc::clone(&alive))).collect();
                let comparisons = AtomicU64::new(0);
                let outcome = caught(|| {
                    pool.install(|| {
                        merge_sort(&mut items, grain, |a, b| {
                            if comparisons.fetch_add(1, Relaxed) == bad {
                                planted("the check lets a comparison panic");
                            }
                            a.0.cmp(&b.0)
                        })
                    })
                });
                let what = format!("{n} elements, grain {grain}, {workers} threads, comparison number {bad} panics");
                let compared = comparisons.into_inner();
                if let Err(panic) = outcome {
                    // Another panic than the check's own: what isn't written yet, for one.
                    if compared <= bad {
                        panic.resume();
                    }
                } else {
                    assert!(
                        compared <= bad,
                        "{what}: `merge_sort` returned as if nothing had happened.\nA panic must reach the caller."
                    );
                }
                let mut places: Vec<_> = items.iter().map(|element| element.1).collect();
                places.sort_unstable();
                let mut want = 0..n;
                if let Some(lost) = want.find(|place| places.binary_search(place).is_err()) {
                    panic!(
                        "{what}, and then the element that stood in place {lost} is gone, and another one is there twice.\n\
                         Where do you write while there is still something to compare?"
                    );
                }
                drop(items);
                let left_over = Arc::strong_count(&alive) - 1;
                assert!(left_over == 0, "{what}: {left_over} clones were never dropped. Who forgets them?");
            }
        }
    });
}
