//! Are the predictions exact, is saxpy right, and was it computed at the same time?

use saxpy_plateau::{Machine, Work, best_speedup, plateau, rate, saxpy, saxpy_work};
use std::{
    ops::{Add, Mul},
    thread::{self, ThreadId},
    time::Duration,
};
use witness::{SlowMotion, caught, deadline, for_all, nameless};

const LIMIT: Duration = Duration::from_secs(30);

/// Whole numbers of a thousand million, so that no prediction hangs on a rounding.
const G: f64 = 1e9;

const fn machine(cores: usize, peak: f64, core: f64, memory: f64) -> Machine {
    Machine { cores, peak: peak * G, core_bandwidth: core * G, memory_bandwidth: memory * G }
}

const fn work(operations: f64, bytes: f64) -> Work {
    Work { operations, bytes }
}

#[test]
fn saxpy_is_counted() {
    for (name, number, want) in [("f32", 4, work(2.0, 12.0)), ("f64", 8, work(2.0, 24.0))] {
        let got = saxpy_work(number);
        assert!(
            got == want,
            "one element of saxpy in {name}: expected {want:?}, got {got:?}.\n\
             Which of a, x and y are read from memory for every element, and which are written?"
        );
    }
}

/// A machine, a loop, and what is to be predicted: the plateau and the gain.
const KNOWN: [(&str, Machine, Work, usize, f64); 12] = [
    (
        "two cores, of which one draws more than half of the bandwidth",
        machine(2, 50.0, 15.0, 24.0),
        work(2.0, 24.0),
        2,
        1.6,
    ),
    ("a server on which six cores use the bandwidth up", machine(64, 40.0, 20.0, 120.0), work(2.0, 24.0), 6, 6.0),
    (
        "the same, when the seventh is needed for the last bytes",
        machine(64, 40.0, 20.0, 130.0),
        work(2.0, 24.0),
        7,
        6.5,
    ),
    ("one core that fills the memory alone", machine(8, 40.0, 30.0, 30.0), work(2.0, 24.0), 1, 1.0),
    ("one core", machine(1, 40.0, 10.0, 10.0), work(2.0, 24.0), 1, 1.0),
    ("one core beside an idle memory", machine(1, 40.0, 10.0, 80.0), work(2.0, 24.0), 1, 1.0),
    ("a memory that nobody can fill", machine(4, 40.0, 10.0, 500.0), work(2.0, 24.0), 4, 4.0),
    ("a loop that computes more than it moves", machine(8, 10.0, 20.0, 40.0), work(1000.0, 8.0), 8, 8.0),
    ("arithmetic limits one thread, memory seven", machine(16, 6.0, 40.0, 100.0), work(3.0, 8.0), 7, 6.25),
    ("a loop that moves nothing", machine(4, 10.0, 20.0, 20.0), work(5.0, 0.0), 4, 4.0),
    ("a copy, which computes nothing", machine(16, 10.0, 12.0, 36.0), work(0.0, 16.0), 3, 3.0),
    ("slow cores beside a fast memory", machine(4, 1.0, 20.0, 40.0), work(2.0, 12.0), 4, 4.0),
];

#[test]
fn known_machines() {
    for (name, machine, work, threads, gain) in KNOWN {
        let case = format!("{name}: {machine:?} with {work:?}");
        let got = plateau(&machine, &work);
        assert!(
            got == threads,
            "{case}.\nFrom {threads} threads on it gets no faster; your plateau is {got}.\n{}",
            idea(&machine, &work, threads)
        );
        let got = best_speedup(&machine, &work);
        assert!(
            close(got, gain),
            "{case}.\nThe gain is at most {gain} times; you say {got}.\n{}",
            idea(&machine, &work, threads)
        );
    }
}

/// What limits one thread, and what limits the threads of the plateau.
fn idea(machine: &Machine, work: &Work, threads: usize) -> String {
    let limit = |threads: usize| {
        if memory(machine, work, threads) < arithmetic(machine, work, threads) { "memory" } else { "arithmetic" }
    };
    format!("One thread waits for {}, {threads} for {}.", limit(1), limit(threads))
}

fn arithmetic(machine: &Machine, work: &Work, threads: usize) -> f64 {
    machine.peak * threads.min(machine.cores) as f64 / work.operations
}

fn memory(machine: &Machine, work: &Work, threads: usize) -> f64 {
    let together = machine.core_bandwidth * threads.min(machine.cores) as f64;
    if together < machine.memory_bandwidth { together / work.bytes } else { machine.memory_bandwidth / work.bytes }
}

fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-9 * want.abs()
}

#[test]
fn rates_of_any_machine() {
    let machines = (1..40_usize, 1..100_u32, 1..50_u32, 0..400_u32);
    let works = (0..300_u32, 0..65_u32);
    deadline("the rate of any machine", "what ends the search for the plateau", LIMIT, || {
        for_all(2000, (machines, works, 1..80_usize), |&((cores, peak, core, more), (operations, bytes), threads)| {
            let machine = machine(cores, f64::from(peak), f64::from(core), f64::from(core + more));
            // One of the two there must be.
            let work = work(f64::from(operations), f64::from(if operations == 0 { bytes + 1 } else { bytes }));
            judged(&machine, &work, threads)
        });
    });
}

fn judged(machine: &Machine, work: &Work, threads: usize) -> Result<(), String> {
    let want = arithmetic(machine, work, threads).min(memory(machine, work, threads));
    let got = rate(machine, work, threads);
    if !close(got, want) {
        return Err(format!(
            "{work:?} on {machine:?} with {threads} threads: at most {want:e} elements a second, and you say {got:e}.\n\
             Arithmetic allows {:e}, memory {:e}.",
            arithmetic(machine, work, threads),
            memory(machine, work, threads)
        ));
    }
    let of = |threads| arithmetic(machine, work, threads).min(memory(machine, work, threads));
    let best = of(machine.cores);
    let want = (1..=machine.cores).find(|&threads| of(threads) >= best * (1.0 - 1e-12)).unwrap_or(machine.cores);
    let got = plateau(machine, work);
    // The last thread's bytes or operations may just use a limit up. Where that is no whole number, whoever divides
    // first and multiplies later may see a last bit missing, and ask for one thread more.
    let all_its_own =
        (machine.peak * want as f64 / work.operations).min(machine.core_bandwidth * want as f64 / work.bytes);
    let rounding = want < machine.cores && close(all_its_own, best) && best.fract() != 0.0;
    if got != want && !(rounding && got == want + 1) {
        let at = |threads: usize| format!("{threads} threads do {:e}", of(threads));
        return Err(format!(
            "{work:?} on {machine:?}: the plateau begins at {want} threads, and you say {got}.\n\
             In elements a second, {}, {}, and all {} cores {best:e}.",
            at(want),
            at(got.max(1)),
            machine.cores
        ));
    }
    let (want, got) = (best / of(1), best_speedup(machine, work));
    if close(got, want) {
        Ok(())
    } else {
        Err(format!("{work:?} on {machine:?}: the gain is {want}, and you say {got}."))
    }
}

#[test]
fn saxpy_is_right() {
    deadline("saxpy of any length", "what each thread waits for", LIMIT, || {
        for_all(150, (0..200_usize, 1..12_usize, -9..9_i32), |&(n, workers, a)| {
            let a = f64::from(a);
            let x: Vec<_> = (0..n).map(|i| i as f64 - 50.0).collect();
            let before: Vec<_> = (0..n).map(|i| (i * i % 31) as f64).collect();
            let mut y = before.clone();
            saxpy(a, &x, &mut y, workers);
            match (0..n).find(|&i| y[i] != a * x[i] + before[i]) {
                None => Ok(()),
                Some(i) => Err(format!(
                    "{n} elements, {workers} workers: y[{i}] was {}, and {a} · {} + {} is {}; you have {}.\n\
                     Which worker has element {i}, and is it the same one in x and in y?",
                    before[i],
                    x[i],
                    before[i],
                    a * x[i] + before[i],
                    y[i]
                )),
            }
        });
    });
}

#[test]
fn lengths_must_agree() {
    deadline("saxpy of different lengths", "what each thread waits for", LIMIT, || {
        for (x, y) in [(3, 4), (4, 3), (0, 1), (5, 0)] {
            let outcome = caught(|| saxpy(2.0, &vec![1.0; x], &mut vec![1.0; y], 2));
            assert!(
                outcome.is_err(),
                "{x} numbers of x and {y} of y, and `saxpy` returned as if nothing were missing.\n\
                 Whoever calls it so has made a mistake, and should learn of it: the task says that it panics."
            );
        }
    });
}

/// A number whose multiplication is filmed.
#[derive(Clone, Copy)]
struct Filmed<'a> {
    value: i64,
    item: Option<usize>,
    /// Where it was multiplied.
    by: Option<ThreadId>,
    film: &'a SlowMotion,
}

impl Mul for Filmed<'_> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        // One of the two is `a`, which is no item; whichever way round they stand.
        let item = self.item.or(other.item).expect("an x is multiplied by a");
        self.film.work(item, 1);
        Filmed { value: self.value * other.value, item: Some(item), by: Some(thread::current().id()), film: self.film }
    }
}

impl Add for Filmed<'_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        assert_eq!(
            self.by.or(other.by),
            Some(thread::current().id()),
            "One thread multiplied and another added: the products went over memory in between.\n\
             Three numbers are moved for an element if whoever has `a * x` in a register adds it to `y` at once."
        );
        Filmed { value: self.value + other.value, item: self.item.or(other.item), by: None, film: self.film }
    }
}

#[test]
fn all_workers_work_at_the_same_time() {
    deadline("saxpy in slow motion", "what each thread waits for", LIMIT, || {
        // Whoever rounds all shares down has most of 15 elements, or of 39, for the last of eight workers.
        for (n, workers) in [
            (24, 3),
            (8, 2),
            (16, 4),
            (30, 4),
            (13, 3),
            (9, 4),
            (5, 4),
            (3, 8),
            (2, 2),
            (5, 1),
            (1, 4),
            (15, 8),
            (39, 8),
        ] {
            // Each multiplication takes a beat; time stands still until all who can work are at work.
            let film = SlowMotion::of(workers.min(n));
            let number = |value, item| Filmed { value, item, by: None, film: &film };
            let x: Vec<_> = (0..n).map(|i| number(i as i64, Some(i))).collect();
            let mut y: Vec<_> = (0..n).map(|_| number(1, None)).collect();
            nameless(|| saxpy(number(3, None), &x, &mut y, workers));
            assert!(y.iter().enumerate().all(|(i, y)| y.value == 3 * i as i64 + 1), "a wrong answer in slow motion");

            let timeline = film.develop();
            timeline.assert_each_once("element", n);
            timeline.assert_all_at_once(workers.min(n));
            if n >= workers {
                // Half as much again as the fairest share leaves room for other ways to share.
                timeline.assert_within((n.div_ceil(workers) * 3).div_ceil(2) as u64);
            }
        }
    });
}
