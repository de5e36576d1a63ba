//! Work of known kinds, one after another, to be watched from outside.

use std::{
    hint::black_box,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

/// A kind of work, and how long it goes on.
pub struct Phase {
    /// What runs, in the words of the chapter's table.
    pub name: &'static str,
    /// How long.
    pub length: Duration,
    work: fn(Instant),
}

/// All of them, in order. The chapter "Know your machine" has a table of these, and a test compares.
pub const PHASES: [Phase; 5] = [
    Phase { name: "nothing of ours", length: Duration::from_secs(2), work: nothing },
    Phase { name: "one thread works", length: Duration::from_secs(3), work: one },
    Phase { name: "two threads work", length: Duration::from_secs(3), work: two },
    Phase { name: "two threads, one with a quarter of the other's work", length: Duration::from_secs(3), work: uneven },
    Phase { name: "one thread works, one spins until it is told", length: Duration::from_secs(3), work: spinning },
];

impl Phase {
    /// Works until `end`.
    pub fn run(&self, end: Instant) {
        (self.work)(end);
    }
}

fn nothing(end: Instant) {
    thread::sleep(end.saturating_duration_since(Instant::now()));
}

fn one(end: Instant) {
    // In a thread of its own, as the others: the system may move it to another core.
    thread::scope(|scope| {
        scope.spawn(|| work(end));
    });
}

fn two(end: Instant) {
    thread::scope(|scope| {
        scope.spawn(|| work(end));
        scope.spawn(|| work(end));
    });
}

/// Rounds of half a second: one thread works through the whole of each, the other is done after a quarter.
fn uneven(end: Instant) {
    let round = Duration::from_millis(500);
    let mut start = Instant::now();
    while start < end {
        let next = (start + round).min(end);
        thread::scope(|scope| {
            scope.spawn(|| work(next));
            scope.spawn(|| work(start + (next - start) / 4));
        });
        start = next;
    }
}

fn spinning(end: Instant) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            work(end);
            done.store(true, Relaxed);
        });
        // Waits as a spin lock does: asking again and again, which is work to everybody who looks from outside.
        scope.spawn(|| {
            while !done.load(Relaxed) {
                std::hint::spin_loop();
            }
        });
    });
}

/// Keeps one core busy until `end`.
fn work(end: Instant) {
    let mut x = 1.0_f64;
    while Instant::now() < end {
        for _ in 0..10_000 {
            x = black_box(x.sqrt() + 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = include_str!("../../src/before/know-your-machine.md");

    #[test]
    fn the_chapter_says_when_what_runs() {
        let mut from = 0;
        for phase in PHASES {
            let until = from + phase.length.as_secs();
            let row = format!("| {from} s | {until} s | {} |", phase.name);
            assert!(CHAPTER.contains(&row), "the chapter has no row {row}");
            from = until;
        }
    }

    #[test]
    fn every_phase_ends_when_it_should() {
        for phase in PHASES {
            let end = Instant::now() + Duration::from_millis(20);
            phase.run(end);
            assert!(Instant::now() >= end, "{} ended early", phase.name);
        }
    }
}
