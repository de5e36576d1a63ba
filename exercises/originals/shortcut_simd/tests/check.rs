//! Is every way the shortest, for sizes that don't divide and places without a way, and was it found eight at a time?
//! The vectors count; no clock is read.

use shortcut_simd::{Vector, shortcut};
use std::cell::Cell;
use std::panic;
use std::time::Duration;
use witness::{caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(60);
const NO_WAY: f32 = f32::INFINITY;

#[test]
fn three_places() {
    deadline("three places", "what ends your loops", LIMIT, || {
        let d = [0.0, 8.0, 2.0, 1.0, 0.0, 9.0, 4.0, 5.0, 0.0];
        compare(&d, 3);
        assert_eq!(shortcut::<[f32; 8]>(&[], 0), [0.0; 0], "no places, no ways");
        assert_eq!(shortcut::<[f32; 8]>(&[7.0], 1), [14.0], "one place: there and back is the only way with a stop");
    });
}

/// Around one vector and two, and some larger.
#[test]
fn any_size() {
    deadline("any size", "what ends your loops", LIMIT, || {
        for n in (0..=18).chain([23, 24, 25, 40, 67]) {
            let number = |i: usize| ((i * 7919 + 13) % 1009) as f32 / 7.0;
            compare(&(0..n * n).map(number).collect::<Vec<_>>(), n);
        }
    });
}

/// The best stop is each place in turn: the first, the last, the last of a vector, the first of the next.
#[test]
fn the_best_stop_may_be_anywhere() {
    deadline("the best stop may be anywhere", "what ends your loops", LIMIT, || {
        for n in [7, 8, 9, 16, 19] {
            for best in 0..n {
                let near = |i: usize, j: usize| if i == best || j == best { 1.0 } else { 100.0 };
                let d: Vec<_> = (0..n * n).map(|at| near(at / n, at % n)).collect();
                compare(&d, n);
            }
        }
    });
}

#[test]
fn places_without_a_way() {
    deadline("places without a way", "what ends your loops", LIMIT, || {
        for n in [1, 5, 8, 11, 16, 17] {
            compare(&vec![NO_WAY; n * n], n);
            // Only from even places to odd ones: no two ways join.
            let d: Vec<_> =
                (0..n * n).map(|at| if at / n % 2 == 0 && at % n % 2 == 1 { 1.0 } else { NO_WAY }).collect();
            compare(&d, n);
            // Ways as long as a number can be.
            compare(&vec![f32::MAX / 4.0; n * n], n);
        }
    });
}

#[test]
fn any_distances() {
    deadline("any distances", "what ends your loops", LIMIT, || {
        let distance = || prop_oneof![4 => 0.0..1000.0_f32, 1 => Just(NO_WAY)];
        for_all(200, prop::collection::vec(distance(), 0..400), |numbers| {
            let n = numbers.len().isqrt();
            let d = &numbers[..n * n];
            difference(&naive(d, n, 0.0), &shortcut::<[f32; 8]>(d, n), n).map_or(Ok(()), Err)
        });
    });
}

#[test]
fn wrong_number_of_distances_panics() {
    for (count, n) in [(8, 3), (10, 3), (0, 1), (1, 0), (65, 8)] {
        let outcome = caught(|| shortcut::<[f32; 8]>(&vec![1.0; count], n));
        assert!(outcome.is_err(), "{count} distances can't be those of {n} places: your function should panic");
    }
}

#[test]
fn eight_at_a_time() {
    deadline("eight at a time", "what ends your loops", LIMIT, || {
        for n in [7, 16, 37, 100] {
            // Whole numbers, so that the toll is added without rounding.
            let d: Vec<_> = (0..n * n).map(|i| ((i * 7919 + 13) % 1009) as f32).collect();
            COUNTS.set([0; 2]);
            let got = shortcut::<Toll>(&d, n);
            let [additions, minima] = COUNTS.get();
            let want = naive(&d, n, TOLL);
            if let Some(at) = (0..n * n).find(|&at| got.get(at) != Some(&want[at])) {
                panic!(
                    "{n} places, with vectors whose sums come out larger by {TOLL}: from {} to {} expected {}, got {:?}.\n\
                     If the ways are right without the toll, something was added outside of the vectors (what is left over at \
                     the end of a row?), or twice inside.",
                    at / n,
                    at % n,
                    want[at],
                    got.get(at)
                );
            }
            // Rows filled up to whole vectors, or to four of them; or all sides to a multiple of eight.
            let (eights, four) = (n.next_multiple_of(8), n.next_multiple_of(32));
            let most = (n * n * four / 8).max(eights * eights * eights / 8);
            let needed = n * n * n;
            // What is left to do in scalars: the best of the last few vectors for each way, four of them if there are
            // four chains.
            let least = (needed / 8).saturating_sub(4 * n * n);
            assert!(
                minima >= least,
                "{n} places need {needed} minima, which is {} of vectors of eight; you had {minima}, so most were taken outside \
                 of the vectors.\nA `store` belongs behind the loop: what has to be kept from one piece to the next?",
                needed.div_ceil(8)
            );
            for (count, what, most) in [(additions, "additions", most), (minima, "minima", most + 8 * n * n)] {
                assert!(
                    count <= most,
                    "{n} places need {needed} {what}, which is {} of vectors of eight; you had {count}, and at most {most} \
                     are allowed.\nAre all eight lanes at work, or is one number in all of them?",
                    needed.div_ceil(8)
                );
            }
        }
    });
}

/// Compares with the definition, to the last bit: the same sums are made, and a minimum rounds nothing.
fn compare(d: &[f32], n: usize) {
    if let Some(wrong) = difference(&naive(d, n, 0.0), &shortcut::<[f32; 8]>(d, n), n) {
        panic!("{n} places: {wrong}");
    }
}

fn difference(want: &[f32], got: &[f32], n: usize) -> Option<String> {
    if want.len() != got.len() {
        return Some(format!("{} ways came back instead of {}", got.len(), want.len()));
    }
    let at = (0..want.len()).find(|&at| want[at] != got[at])?;
    let advice = match (want[at], got[at]) {
        (NO_WAY, _) => "There is no way. What did you fill the rows up with?",
        (want, got) if got < want => "That is shorter than any: a lane has a number that belongs to no place",
        _ => "A shorter way was missed: which stops were not looked at?",
    };
    Some(format!("from {} to {} expected {}, got {}.\n{advice}", at / n, at % n, want[at], got[at]))
}

/// The definition.
fn naive(d: &[f32], n: usize, toll: f32) -> Vec<f32> {
    let best = |i: usize, j: usize| (0..n).map(|k| d[i * n + k] + d[k * n + j] + toll).fold(NO_WAY, f32::min);
    (0..n * n).map(|at| best(at / n, at % n)).collect()
}

/// A vector that counts, and whose sums come out larger by `TOLL`.
#[derive(Clone, Copy)]
struct Toll([f32; 8]);

const TOLL: f32 = 1.0;

thread_local! {
    /// Additions and minima.
    static COUNTS: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

fn count(which: usize) {
    let mut counts = COUNTS.get();
    counts[which] += 1;
    COUNTS.set(counts);
}

impl Vector for Toll {
    fn all(x: f32) -> Self {
        Toll([x; 8])
    }
    fn load(from: &[f32; 8]) -> Self {
        Toll(*from)
    }
    fn store(self) -> [f32; 8] {
        self.0
    }
    fn add(self, other: Self) -> Self {
        count(0);
        Toll([0, 1, 2, 3, 4, 5, 6, 7].map(|k| self.0[k] + other.0[k] + TOLL))
    }
    fn min(self, other: Self) -> Self {
        count(1);
        Toll([0, 1, 2, 3, 4, 5, 6, 7].map(|k| self.0[k].min(other.0[k])))
    }
}
