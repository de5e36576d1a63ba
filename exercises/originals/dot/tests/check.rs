//! Is every pair counted once, and how long is the longest chain? The numbers themselves keep the books; no clock is
//! read.

// Where there is no debug build, these assertions do nothing; in the answer as it is compiled here, they don't either.
#[allow(unused_macros, reason = "for the answer, which may use them")]
macro_rules! debug_assert {
    ($($anything:tt)*) => {};
}
#[allow(unused_macros, reason = "for the answer, which may use them")]
macro_rules! debug_assert_eq {
    ($($anything:tt)*) => {};
}

/// The answer once more, as in a release build.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_variables, unused_macros, reason = "the answer once more: not all of it is used here")]
mod release;

use core::assert;
use dot::{Number, dot};
use std::cell::Cell;
use std::ops::{Add, Mul};
use std::time::Duration;
use witness::{caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(30);

/// Where things go wrong: nothing, fewer than a piece, whole pieces, whole pieces and some.
const LENGTHS: [usize; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 1000, 1023];

#[test]
fn known_answers() {
    deadline("known answers", "what ends your loop", LIMIT, || {
        for (a, b, want) in [
            (vec![], vec![], 0.0),
            (vec![2.0], vec![-3.5], -7.0),
            (vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0], 32.0),
            (vec![1.0; 5], vec![1.0, 2.0, 3.0, 4.0, 5.0], 15.0),
        ] {
            let got = dot(&a, &b);
            assert!(got == want, "the dot product of {a:?} and {b:?} is {want}, and yours is {got}");
        }
    });
}

/// One of `a` is 1, the others are 0: what comes out is the number in `b` at the same place.
#[test]
fn each_pair_is_counted_once() {
    deadline("each pair is counted once", "what ends your loop", LIMIT, || {
        for n in LENGTHS {
            let b: Vec<f64> = (0..n).map(|i| (i + 1) as f64).collect();
            // All places of short slices, and both ends of long ones.
            for i in (0..n).filter(|&i| i < 20 || i + 20 > n) {
                let mut a = vec![0.0; n];
                a[i] = 1.0;
                let times = dot(&a, &b) / b[i];
                assert!(
                    times == 1.0,
                    "of {n} pairs, number {i} (from 0) should count once and counts {times} times.\n\
                     Where does it stand: in a piece of eight, or in what is left over after the last one?"
                );
            }
        }
    });
}

#[test]
fn exact_for_whole_numbers() {
    deadline("exact for whole numbers", "what ends your loop", LIMIT, || {
        // Whole numbers of this size are added without rounding, in any order.
        let pair = || (-1000..1000_i32, -1000..1000_i32);
        for_all(300, prop::collection::vec(pair(), 0..70), |pairs| {
            let (a, b): (Vec<_>, Vec<_>) = pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
            let want = pairs.iter().map(|&(x, y)| f64::from(x * y)).sum::<f64>();
            let got = dot(&a, &b);
            if got == want { Ok(()) } else { Err(format!("for {} pairs expected {want}, got {got}", pairs.len())) }
        });
    });
}

#[test]
fn unlike_lengths_panic() {
    for (a, b) in [(3, 2), (4, 8), (9, 8), (0, 1), (12, 11), (11, 12)] {
        let (x, y) = (vec![1.0; a], vec![1.0; b]);
        let outcome = caught(|| dot(&x, &y));
        assert!(
            outcome.is_err(),
            "{a} numbers and {b} numbers have no dot product: your function should panic, and returned {}.\n\
             Which of them were never looked at?",
            outcome.unwrap_or_default()
        );
        let outcome = caught(|| release::dot(&x, &y));
        assert!(
            outcome.is_err(),
            "{a} numbers and {b} numbers: your function panics in a debug build only. In a release build it returned {}.\n\
             What begins with `debug_` is for what can't happen, and does nothing there. This can: leave the `debug_` out.",
            outcome.unwrap_or_default()
        );
    }
}

#[test]
fn no_chain_is_longer_than_an_eighth() {
    deadline("no chain is longer than an eighth", "what ends your loop", LIMIT, || {
        for n in [1000, 1001, 1023, 4099, 100_003] {
            let watched = |i: usize| Watched { value: (i % 1009) as i64 - 500, waited: 0 };
            let (a, b): (Vec<_>, Vec<_>) = (0..n).map(|i| (watched(i), watched(7 * i + 3))).unzip();
            COUNTS.set([0; 2]);
            let got = dot(&a, &b);
            let want: i64 = a.iter().zip(&b).map(|(x, y)| x.value * y.value).sum();
            assert!(got.value == want, "for {n} pairs of whole numbers expected {want}, got {}", got.value);

            let longest = n as u32 / 8 + 12;
            let chains = match n as u32 / got.waited.max(1) {
                0 | 1 => "one accumulator".into(),
                several => format!("{several} accumulators"),
            };
            assert!(
                got.waited <= longest,
                "for {n} pairs, {} operations had to wait for one another, one after the other; at most {longest} were \
                 allowed.\nThat is as with {chains}. Which additions need the result of which?",
                got.waited
            );
            let [additions, multiplications] = COUNTS.get();
            for (count, what) in [(additions, "additions"), (multiplications, "multiplications")] {
                assert!(
                    count <= n + n / 8,
                    "for {n} pairs there were {count} {what}; {n}, and a few to put the accumulators together, are enough"
                );
            }
        }
    });
}

/// A whole number that knows how many operations, one after another, it had to wait for.
#[derive(Clone, Copy)]
struct Watched {
    value: i64,
    waited: u32,
}

thread_local! {
    /// Additions and multiplications.
    static COUNTS: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

fn count(which: usize) {
    let mut counts = COUNTS.get();
    counts[which] += 1;
    COUNTS.set(counts);
}

impl Number for Watched {
    const ZERO: Self = Watched { value: 0, waited: 0 };
}

impl Add for Watched {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        count(0);
        Watched { value: self.value + other.value, waited: self.waited.max(other.waited) + 1 }
    }
}

impl Mul for Watched {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        count(1);
        Watched { value: self.value * other.value, waited: self.waited.max(other.waited) + 1 }
    }
}
