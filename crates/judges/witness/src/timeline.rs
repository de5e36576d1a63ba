//! A developed film: who did what beside whom, and what a check asks of it.

use std::fmt;

/// One worker doing one item, from beat `start` to beat `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// Which worker: 0 for the thread that appeared first.
    pub worker: usize,
    /// Which item.
    pub item: usize,
    /// The beat at which it began.
    pub start: u64,
    /// The beat at which it was done.
    pub end: u64,
}

/// Who did what beside whom: a developed [`SlowMotion`](crate::SlowMotion).
///
/// Printed, it is a picture with one line per worker, for people who want to see what their code did:
///
/// ```text
/// worker 0 ████████
/// worker 1         ████████
/// worker 2                 ████████
/// ```
#[derive(Clone, Debug)]
pub struct Timeline {
    shots: Vec<Shot>,
    workers: usize,
    most_at_once: usize,
}

impl Timeline {
    pub(crate) fn new(shots: Vec<Shot>, workers: usize, most_at_once: usize) -> Self {
        Self { shots, workers, most_at_once }
    }

    /// Everything that was done, in the order in which it began.
    pub fn shots(&self) -> &[Shot] {
        &self.shots
    }

    /// How many threads did any work.
    pub fn workers(&self) -> usize {
        self.workers
    }

    /// The largest number of threads that were at work at the same beat.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once
    }

    /// How long it took, from the first beat to the last.
    pub fn beats(&self) -> u64 {
        self.shots.iter().map(|shot| shot.end).max().unwrap_or(0)
    }

    /// How much work was done: what one worker alone would need.
    pub fn work(&self) -> u64 {
        self.shots.iter().map(|shot| shot.end - shot.start).sum()
    }

    /// How much of the work `worker` did.
    pub fn share(&self, worker: usize) -> u64 {
        self.shots.iter().filter(|shot| shot.worker == worker).map(|shot| shot.end - shot.start).sum()
    }

    /// Panics, with an explanation for the learner, unless each of `count` items was done exactly once. `what` is the
    /// learner's word for an item, such as "row".
    #[track_caller]
    pub fn assert_each_once(&self, what: &str, count: usize) {
        let mut times = vec![0_usize; count];
        for shot in &self.shots {
            match times.get_mut(shot.item) {
                Some(times) => *times += 1,
                None => panic!("{what} {} was worked on, but there are only {count} of them.", shot.item),
            }
        }
        if let Some(item) = times.iter().position(|&times| times == 0) {
            panic!(
                "{what} {item} of {count} was never worked on.\n\
                 Look at the borders: where does one worker's part end, and where does the next one's begin?"
            );
        }
        if let Some(item) = times.iter().position(|&times| times > 1) {
            panic!(
                "{what} {item} of {count} was worked on {} times.\n\
                 Each {what} belongs to exactly one worker: do two parts overlap, or is work done again later?",
                times[item]
            );
        }
    }

    /// Panics, with an explanation for the learner, unless there was a moment at which exactly `workers` threads were
    /// at work, and no other thread ever worked: neither beside them nor after them.
    #[track_caller]
    pub fn assert_all_at_once(&self, workers: usize) {
        let most = self.most_at_once;
        assert!(
            most >= workers,
            "expected {workers} workers to be at work at the same time; there were never more than {most}.\n\
             This is how your work went, one line for each thread that worked, time from left to right:\n\n{self}\n\
             {}",
            match (most, self.workers) {
                (1, 1) => {
                    "One thread did everything: is the work handed to the others at all? Do they wait for a lock that \
                     it holds?"
                }
                (1, _) => {
                    "Each waited for another one to end: are all threads started before any is joined? Does \
                     somebody hold a lock while working?"
                }
                _ => "Some workers were left without work: look at how it is divided when it doesn't come out even.",
            }
        );
        assert!(
            most <= workers,
            "expected {workers} workers, but {most} threads were at work at the same time:\n\n{self}\n\
             A worker is one thread that does its whole share, not a thread for each item."
        );
        assert!(
            self.workers <= workers,
            "expected {workers} workers, but {} threads took part, though never more than {most} of them at the same \
             time:\n\n{self}\n\
             A worker is one thread that does its whole share. Threads that come in waves have to be started again and \
             again, and each wave waits for its slowest.",
            self.workers
        );
    }

    /// Panics, with an explanation for the learner, unless everything was done within `limit` beats.
    #[track_caller]
    pub fn assert_within(&self, limit: u64) {
        let (beats, work) = (self.beats(), self.work());
        assert!(
            beats <= limit,
            "the work is not shared out evenly: it is {work} beats of work in all and took {beats}, at most {limit} \
             expected.\n\
             This is how it went, one line for each thread that worked, time from left to right:\n\n{self}\n\
             Whoever ends last decides how long everything takes. Where do the others run out of work?"
        );
    }
}

/// "1 beat", "2 beats".
fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Columns of the picture.
const WIDTH: u64 = 60;
/// More workers than this are not drawn one by one.
const LINES: usize = 16;

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beats = self.beats();
        let columns = beats.min(WIDTH);
        for worker in 0..self.workers.min(LINES) {
            let mine = || self.shots.iter().filter(|shot| shot.worker == worker);
            let line: String = (0..columns)
                .map(|column| {
                    // The beat in the middle of the column stands for all of it.
                    let beat = (2 * column + 1) * beats / (2 * columns);
                    if mine().any(|shot| (shot.start..shot.end).contains(&beat)) { '█' } else { ' ' }
                })
                .collect();
            let (beats, items) = (count(self.share(worker), "beat"), count(mine().count() as u64, "item"));
            writeln!(f, "  worker {worker:<2} {line}  {beats}, {items}")?;
        }
        if self.workers > LINES {
            writeln!(f, "  and {} more", self.workers - LINES)?;
        }
        Ok(())
    }
}
