//! Is every way the shortest, was every number used often enough while it was in a register, and did all threads do
//! their share? The registers count; no clock is read.

use shortcut_final::{Vector, shortcut};
use std::cell::Cell;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use witness::{SlowMotion, caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(60);
const NO_WAY: f32 = f32::INFINITY;

/// One test at a time: the film's time passes only while every other thread sleeps, and the other tests compute.
fn alone() -> MutexGuard<'static, ()> {
    static STAGE: Mutex<()> = Mutex::new(());
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn any_size() {
    let _alone = alone();
    deadline("any size", "what each thread waits for", LIMIT, || {
        assert_eq!(shortcut::<[f32; 8]>(&[], 0, 3), [0.0; 0], "no places, no ways");
        for n in (1..=19).chain([23, 24, 25, 31, 32, 33, 48, 67, 131]) {
            for workers in [1, 2, 3, 7] {
                compare(&numbers(n), n, workers);
            }
        }
    });
}

/// More than anybody's block of stops. Everywhere it is one from and to the hub, and nowhere less: each way is two.
#[test]
fn many_places() {
    let _alone = alone();
    deadline("many places", "what each thread waits for", LIMIT, || {
        let n = 530;
        for hub in [0, n - 1] {
            let near = |at: usize| if at / n == hub || at % n == hub { 1.0 } else { 100.0 };
            let d: Vec<_> = (0..n * n).map(near).collect();
            let ways = shortcut::<[f32; 8]>(&d, n, 2);
            if let Some(wrong) = difference(&vec![2.0; n * n], &ways, n) {
                panic!(
                    "{n} places, the best stop is always {hub}: {wrong}\nDo your blocks of stops go on where the last one ended?"
                );
            }
        }
    });
}

/// The best stop is each place in turn.
#[test]
fn the_best_stop_may_be_anywhere() {
    let _alone = alone();
    deadline("the best stop may be anywhere", "what each thread waits for", LIMIT, || {
        for n in [7, 8, 9, 16, 19] {
            for best in 0..n {
                let near = |i: usize, j: usize| if i == best || j == best { 1.0 } else { 100.0 };
                let d: Vec<_> = (0..n * n).map(|at| near(at / n, at % n)).collect();
                compare(&d, n, 2);
            }
        }
    });
}

#[test]
fn places_without_a_way() {
    let _alone = alone();
    deadline("places without a way", "what each thread waits for", LIMIT, || {
        for n in [1, 5, 8, 11, 16, 17] {
            compare(&vec![NO_WAY; n * n], n, 2);
            // Only from even places to odd ones: no two ways join.
            let way = |at: usize| if (at / n).is_multiple_of(2) && at % n % 2 == 1 { 1.0 } else { NO_WAY };
            compare(&(0..n * n).map(way).collect::<Vec<_>>(), n, 2);
            compare(&vec![f32::MAX / 4.0; n * n], n, 2);
        }
    });
}

#[test]
fn any_distances() {
    let _alone = alone();
    deadline("any distances", "what each thread waits for", LIMIT, || {
        let distance = || prop_oneof![4 => 0.0..1000.0_f32, 1 => Just(NO_WAY)];
        for_all(100, (prop::collection::vec(distance(), 0..400), 1..5_usize), |(numbers, workers)| {
            let n = numbers.len().isqrt();
            let d = &numbers[..n * n];
            difference(&naive(d, n, 0.0), &shortcut::<[f32; 8]>(d, n, *workers), n).map_or(Ok(()), Err)
        });
    });
}

#[test]
fn wrong_number_of_distances_panics() {
    let _alone = alone();
    deadline("a wrong number of distances", "what each thread waits for", LIMIT, || {
        for (count, n) in [(8, 3), (10, 3), (0, 1), (1, 0), (65, 8)] {
            let outcome = caught(|| shortcut::<[f32; 8]>(&vec![1.0; count], n, 2));
            assert!(outcome.is_err(), "{count} distances can't be those of {n} places: your function should panic");
        }
    });
}

#[test]
fn registers_are_used_again_and_by_all_threads() {
    let _alone = alone();
    deadline("registers in slow motion", "what each thread waits for", LIMIT, || {
        // 150 is no multiple of anybody's tile: what is filled up at the borders stays little beside the rest.
        for (n, workers) in [(144, 1), (144, 2), (144, 3), (144, 4), (150, 2)] {
            let d = numbers(n);
            let want = naive(&d, n, TOLL);
            let film = Arc::new(SlowMotion::of(workers));
            *FILM.lock().unwrap() = Some(Arc::clone(&film));
            for counter in [&FILLED, &MET, &MOST] {
                counter.store(0, Relaxed);
            }
            let got = shortcut::<Register>(&d, n, workers);
            if let Some(wrong) = difference(&want, &got, n) {
                panic!(
                    "{wrong}\nThis was with registers whose sums come out larger by {TOLL}. If the ways are right without the \
                     toll, something was added past the registers."
                );
            }
            let [filled, met, most] = [&FILLED, &MET, &MOST].map(|counter| counter.load(Relaxed));
            assert!(
                most <= REGISTERS,
                "{most} registers were alive at once in a thread, and a core has {REGISTERS}. The others would lie in memory.\n\
                 A tile has rows × vectors results; what else is alive while they are computed?"
            );
            let needed = n * n * n / 8;
            assert!(
                met <= needed * 5 / 4,
                "{n} places need {needed} meetings of registers; you had {met}. Are all eight lanes at work, and is no way \
                 looked at twice?"
            );
            // Some more for where each result begins.
            let most = met * 3 / 4 + n * n;
            assert!(
                filled <= most,
                "{met} times registers met, and {filled} times one was filled (`load` or `all`): that is {:.2} for each, and \
                 should be 0.75 or less.\nIn a tile of r rows and v vectors, r + v are filled for each stop, and r · v meet.",
                filled as f64 / met as f64
            );
            let timeline = film.develop();
            timeline.assert_all_at_once(workers);
            // Half as much again as the fairest share: rayon deals four parts to three threads, and splits no part that
            // is waiting in its own thread's queue.
            timeline.assert_within((timeline.work() * 3).div_ceil(2 * workers as u64) + 1);
        }
    });
}

fn numbers(n: usize) -> Vec<f32> {
    // Whole numbers, so that a toll is added without rounding.
    (0..n * n).map(|i| ((i * 7919 + 13) % 1009) as f32).collect()
}

/// Compares with the definition, to the last bit: the same sums are made, and a minimum rounds nothing.
#[track_caller]
fn compare(d: &[f32], n: usize, workers: usize) {
    if let Some(wrong) = difference(&naive(d, n, 0.0), &shortcut::<[f32; 8]>(d, n, workers), n) {
        panic!("{n} places, {workers} workers: {wrong}");
    }
}

fn difference(want: &[f32], got: &[f32], n: usize) -> Option<String> {
    if want.len() != got.len() {
        return Some(format!("{} ways came back instead of {}", got.len(), want.len()));
    }
    let at = (0..want.len()).find(|&at| want[at] != got[at])?;
    let advice = match (want[at], got[at]) {
        (NO_WAY, _) => "There is no way. What did you fill up with?",
        (want, got) if got < want => "That is shorter than any: a lane has a number that belongs to no place",
        _ => {
            "A shorter way was missed, or the result belongs elsewhere: which row and column does the tile begin with?"
        }
    };
    Some(format!("from {} to {} expected {}, got {}.\n{advice}", at / n, at % n, want[at], got[at]))
}

/// The definition.
fn naive(d: &[f32], n: usize, toll: f32) -> Vec<f32> {
    let best = |i: usize, j: usize| (0..n).map(|k| d[i * n + k] + d[k * n + j] + toll).fold(NO_WAY, f32::min);
    (0..n * n).map(|at| best(at / n, at % n)).collect()
}

const TOLL: f32 = 1.0;
/// Vector registers of a core with AVX2.
const REGISTERS: usize = 16;
/// Meetings that take a beat of the film.
const BEAT: usize = 8192;

static FILLED: AtomicUsize = AtomicUsize::new(0);
static MET: AtomicUsize = AtomicUsize::new(0);
/// The most that were alive in any thread.
static MOST: AtomicUsize = AtomicUsize::new(0);
static FILM: Mutex<Option<Arc<SlowMotion>>> = Mutex::new(None);

thread_local! {
    static ALIVE: Cell<usize> = const { Cell::new(0) };
    static MET_HERE: Cell<usize> = const { Cell::new(0) };
}

/// A register that counts, and whose sums come out larger by `TOLL`.
struct Register([f32; 8]);

impl Register {
    fn filled(lanes: [f32; 8]) -> Self {
        FILLED.fetch_add(1, Relaxed);
        ALIVE.set(ALIVE.get() + 1);
        MOST.fetch_max(ALIVE.get(), Relaxed);
        Self(lanes)
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        // One that was handed to another thread is missed there, and found here.
        ALIVE.set(ALIVE.get().saturating_sub(1));
    }
}

impl Vector for Register {
    fn all(x: f32) -> Self {
        Self::filled([x; 8])
    }
    fn load(from: &[f32; 8]) -> Self {
        Self::filled(*from)
    }
    fn store(&self) -> [f32; 8] {
        self.0
    }
    fn shorten(&mut self, from: &Self, to: &Self) {
        MET.fetch_add(1, Relaxed);
        MET_HERE.set(MET_HERE.get() + 1);
        if MET_HERE.get() % BEAT == 1 {
            let film = FILM.lock().unwrap().clone();
            film.expect("the check films").work(MET_HERE.get() / BEAT, 1);
        }
        for lane in 0..8 {
            self.0[lane] = self.0[lane].min(from.0[lane] + to.0[lane] + TOLL);
        }
    }
}
