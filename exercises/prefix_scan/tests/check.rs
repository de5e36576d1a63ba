//! Are the totals right, in the right order, with little more work than needed, and made at the same time?

use prefix_scan::prefix_scan;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use witness::{SlowMotion, caught, deadline, for_all, planted};

const LIMIT: Duration = Duration::from_secs(60);

/// Items and workers worth a look: even, uneven, one, none, more workers than items.
const CASES: [(usize, usize); 14] = [
    (8, 2),
    (9, 2),
    (10, 3),
    (12, 4),
    (13, 4),
    (9, 4),
    (9, 8),
    (1, 1),
    (2, 1),
    (1, 4),
    (3, 8),
    (0, 1),
    (0, 3),
    (130, 64),
];

#[test]
fn sums_are_right() {
    deadline("running sums", "what each thread waits for", LIMIT, || {
        let got = prefix_scan(&[3, 1, 4, 1], 2, |a, b| a + b);
        assert_eq!(got, [3, 4, 8, 9], "the running sums of [3, 1, 4, 1], by 2 workers.\n{SEAM}");
        for (n, workers) in CASES {
            let items: Vec<u64> = (1..=n as u64).collect();
            let want: Vec<u64> = items.iter().map(|i| i * (i + 1) / 2).collect();
            let got = prefix_scan(&items, workers, |a, b| a + b);
            assert_eq!(got, want, "the running sums of the first {n} numbers, by {workers} workers.\n{SEAM}");
        }
    });
}

const SEAM: &str = "What comes before a band is everything in front of it, and nothing of the band itself.";

#[test]
fn order_matters() {
    deadline("running totals of texts", "what each thread waits for", LIMIT, || {
        let letters: Vec<String> = "speedup".chars().map(String::from).collect();
        for workers in 1..9 {
            let got = prefix_scan(&letters, workers, |a, b| format!("{a}{b}"));
            let want: Vec<&str> = (1..=letters.len()).map(|end| &"speedup"[..end]).collect();
            assert_eq!(got, want, "the letters of \"speedup\" joined by {workers} workers.\n{SIDES}");
        }
        // The map x → a·x + b, followed by another: what a generator of random numbers does, or a loan with its
        // payments.
        let maps: Vec<(u64, u64)> = (0..50).map(|i| (2 * i + 3, i * i)).collect();
        let after = |f: &(u64, u64), g: &(u64, u64)| (f.0.wrapping_mul(g.0), f.1.wrapping_mul(g.0).wrapping_add(g.1));
        let mut x = 1_u64;
        for (i, f) in prefix_scan(&maps, 4, after).into_iter().enumerate() {
            x = x.wrapping_mul(maps[i].0).wrapping_add(maps[i].1);
            let got = f.0.wrapping_add(f.1);
            assert_eq!(got, x, "the first {} of 50 maps x → a·x + b, one after another, at x = 1.\n{SIDES}", i + 1);
        }
    });
}

const SIDES: &str = "`combine(left, right)` isn't `combine(right, left)`: what comes before stands on the left.";

#[test]
fn zero_is_nobodys_gift() {
    deadline("running maxima", "what the first band begins with", LIMIT, || {
        let depths = [-7, -9, -3, -8, -5, -1, -2, -4];
        for workers in 1..6 {
            let got = prefix_scan(&depths, workers, |a, b| *a.max(b));
            let want = [-7, -7, -3, -3, -3, -1, -1, -1];
            assert_eq!(got, want, "the running maxima of {depths:?}, by {workers} workers.\n{SEAM}");
        }
    });
}

/// The items from `start` on, up to `end`: what is combined can say what it is.
#[derive(Clone, Debug, PartialEq)]
struct Span {
    start: usize,
    end: usize,
}

fn spans(n: usize) -> Vec<Span> {
    (0..n).map(|start| Span { start, end: start + 1 }).collect()
}

#[test]
fn neighbours_are_combined_and_nothing_else() {
    deadline("known lengths", "what each thread waits for", LIMIT, || {
        for (n, workers) in CASES {
            right(n, workers).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn any_length_and_any_number_of_workers() {
    deadline("any lengths", "what each thread waits for", LIMIT, || {
        for_all(150, (0..90_usize, 1..12_usize), |&(n, workers)| right(n, workers));
    });
}

/// Whether the totals of `n` items are right, made of neighbours only, and with little more work than needed.
fn right(n: usize, workers: usize) -> Result<(), String> {
    let (calls, wrong) = (AtomicUsize::new(0), Mutex::new(None));
    let got = prefix_scan(&spans(n), workers, |left, right| {
        calls.fetch_add(1, Relaxed);
        if left.end != right.start {
            wrong.lock().unwrap().get_or_insert((left.clone(), right.clone()));
        }
        Span { start: left.start, end: right.end }
    });
    let call = format!("{n} items, {workers} workers");
    if let Some((left, right)) = wrong.into_inner().unwrap() {
        let items = |span: &Span| match span.end - span.start {
            1 => format!("item {}", span.start),
            _ => format!("items {} to {}", span.start, span.end.wrapping_sub(1)),
        };
        return Err(format!(
            "{call}: `combine` was called for {} and {}, in this order. Those aren't neighbours.\n{}",
            items(&left),
            items(&right),
            if left.start >= right.start { SIDES } else { SEAM }
        ));
    }
    if got.len() != n {
        return Err(format!("{call}: {} answers, expected {n}.\nWhat happens to the last band?", got.len()));
    }
    if let Some(i) = (0..n).find(|&i| got[i] != Span { start: 0, end: i + 1 }) {
        let Span { start, end } = got[i];
        return Err(format!(
            "{call}: answer {i} combines items {start} to {}, expected 0 to {i}.\n{SEAM}",
            end.wrapping_sub(1)
        ));
    }
    within(&call, n, workers, calls.into_inner())
}

/// Whether so many calls are few enough.
fn within(call: &str, n: usize, workers: usize, calls: usize) -> Result<(), String> {
    let limit = 2 * n + 4 * workers;
    match calls <= limit {
        true => Ok(()),
        false => Err(format!(
            "{call}: `combine` was called {calls} times, at most {limit} expected.\n\
             Two passes call it about twice for each item. What is combined again and again? What comes before a band \
             need not be found anew for each band, nor for each item."
        )),
    }
}

#[test]
fn both_passes_are_shared_out() {
    deadline("a scan in slow motion", "what each thread waits for", LIMIT, || {
        for (n, workers) in [(120, 2), (121, 3), (200, 4), (600, 8), (40, 1)] {
            // Each call takes one beat; time stands still until all who can work are at work.
            let film = SlowMotion::of(workers);
            let got = prefix_scan(&spans(n), workers, |left, right| {
                film.work(0, 1);
                Span { start: left.start, end: right.end }
            });
            assert!(got.last() == Some(&Span { start: 0, end: n }), "{n} items, {workers} workers: {SEAM}");

            let timeline = film.develop();
            let call = format!("{n} items, {workers} workers");
            within(&call, n, workers, timeline.work() as usize).unwrap_or_else(|reason| panic!("{reason}"));
            let most = timeline.most_at_once();
            assert!(
                most <= workers,
                "{call}: expected {workers} at work at the same time; there were up to {most}.\n\
                 This is how it went, one line for each thread, time from left to right:\n\n{timeline}\n\
                 There are more bands than workers. Does a pass start a thread for each band? One band needs no \
                 total, and another has its answers from the first pass."
            );
            assert!(
                most == workers,
                "{call}: expected {workers} at work at the same time; there were up to {most}.\n\
                 This is how it went, one line for each thread, time from left to right:\n\n{timeline}\n\
                 Are all threads of a pass started before any is joined? Is `combine` called under a lock?"
            );
            // Two passes over all bands but one; what is combined between them; and a few to spare.
            let (beats, limit) = (timeline.beats(), (2 * n.div_ceil(workers + 1) + 2 * workers + 4) as u64);
            assert!(
                beats <= limit,
                "{call}: the whole took as long as {beats} calls one after another, at most {limit} expected.\n\
                 This is how it went, one line for each thread, time from left to right:\n\n{timeline}\n\
                 Each pass is shared out between all workers, and only a few totals are combined between them. Where do \
                 most of them wait for one? And of which band is nobody's total needed, of which are the answers known at once?"
            );
        }
    });
}

#[test]
fn whoever_is_done_first() {
    deadline("a scan with a slow band", "what each thread waits for", LIMIT, || {
        for (n, workers) in [(24, 2), (24, 3), (25, 4)] {
            // Once the first items are slow to combine, once the last: so others are done with their first pass long
            // before.
            for slow in [0..n / workers, n - n / workers..n] {
                let film = SlowMotion::of(workers);
                let got = prefix_scan(&spans(n), workers, |left, right| {
                    film.work(0, if slow.contains(&(right.end - 1)) { 20 } else { 1 });
                    Span { start: left.start, end: right.end }
                });
                let want: Vec<_> = (1..=n).map(|end| Span { start: 0, end }).collect();
                assert!(
                    got == want,
                    "{n} items, {workers} workers, the items {slow:?} slow to combine: {}.\n\
                     Does the second pass begin before all of the first is done?",
                    match (0..n).find(|&i| got.get(i) != Some(&want[i])) {
                        Some(i) => format!("answer {i} is {:?}, expected {:?}", got.get(i), want[i]),
                        None => format!("{} answers, expected {n}", got.len()),
                    }
                );
            }
        }
    });
}

#[test]
fn a_panic_is_handed_on() {
    deadline("items that can't be combined", "who waits for a thread that has panicked", LIMIT, || {
        for (bad, workers) in [(2, 2), (7, 3), (12, 4)] {
            let combine = |left: &Span, right: &Span| {
                if right.end == bad {
                    planted(format!("the check lets item {} panic", bad - 1));
                }
                Span { start: left.start, end: right.end }
            };
            let outcome = caught(|| prefix_scan(&spans(12), workers, combine));
            assert!(
                outcome.is_err(),
                "`combine` panicked for item {} of 12, and `prefix_scan` with {workers} workers returned as if nothing had \
                 happened.\n`join` gives an `Err` when the thread has panicked. Who looks at it?",
                bad - 1
            );
        }
    });
}

/// The first to combine an item panics, and nobody after: whoever tries once more gets all totals.
#[test]
fn a_panic_that_does_not_come_again_is_handed_on() {
    deadline("an item that can't be combined at first", "who waits for a thread that has panicked", LIMIT, || {
        for (bad, workers) in [(2, 2), (7, 3), (12, 4)] {
            let first = AtomicBool::new(true);
            let combine = |left: &Span, right: &Span| {
                if right.end == bad && first.swap(false, Relaxed) {
                    planted(format!("the check lets item {} panic once", bad - 1));
                }
                Span { start: left.start, end: right.end }
            };
            let outcome = caught(|| prefix_scan(&spans(12), workers, combine));
            assert!(
                outcome.is_err(),
                "`combine` panicked once, for item {} of 12, and `prefix_scan` with {workers} workers returned as if nothing had \
                 happened.\nWho looks at what becomes of the threads of the first pass?",
                bad - 1
            );
        }
    });
}

#[test]
fn a_panic_in_the_second_pass_is_handed_on() {
    deadline("totals that can't be combined", "who waits for a thread that has panicked", LIMIT, || {
        for workers in [2, 3, 4] {
            // Only the last band's worker gets here, who knows what comes before it. No band ends at item 10.
            let combine = |left: &Span, right: &Span| {
                if left.start == 0 && right.end == 11 {
                    planted("the check lets the last but one of 12 totals panic");
                }
                Span { start: left.start, end: right.end }
            };
            let outcome = caught(|| prefix_scan(&spans(12), workers, combine));
            assert!(
                outcome.is_err(),
                "`combine` panicked for the last but one of 12 totals, and `prefix_scan` with {workers} workers returned as \
                 if nothing had happened.\nWho looks at what becomes of the threads of the second pass?"
            );
        }
    });
}

// No mutant: whoever asks for a call here is wrong at every band's first item, and most of the tests above see that.
#[test]
fn one_item_needs_no_call() {
    deadline("one item", "what a band of one item does", LIMIT, || {
        let never = |_: &String, _: &String| unreachable!("there is nothing to combine");
        assert_eq!(prefix_scan(&[String::from("alone")], 3, never), ["alone"]);
        assert_eq!(prefix_scan(&[], 3, never), Vec::<String>::new());
    });
}
