//! A deque for each worker. Whoever has nothing left steals.

use crossbeam_deque::{Steal, Stealer, Worker as Deque};
use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use variant::Workers;

/// Something that a worker did with a range of the work.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Put it into its own deque, for later or for a thief.
    Push(Range<usize>),
    /// Took it back, the youngest of its own.
    Pop(Range<usize>),
    /// Took the oldest from the deque of `victim`.
    Steal {
        /// Whose it was.
        victim: usize,
        /// What.
        range: Range<usize>,
    },
    /// Has computed it.
    Done(Range<usize>),
}

/// Calls `job` for ranges of at most `grain` (≥ 1) that together are `0..n`, and `log` for all that each worker does,
/// by its number.
///
/// `job` must not panic: the others would look for its part for ever.
pub fn for_each<J, N>(crew: Workers, n: usize, grain: usize, job: J, log: N)
where
    J: Fn(Range<usize>) + Sync,
    N: Fn(usize, Event) + Sync,
{
    let deques = (0..crew.get()).map(|_| Deque::new_lifo());
    let deques: Vec<_> = deques.collect();
    let all: Vec<_> = deques.iter().map(Deque::stealer).collect();
    let (left, all) = (&AtomicUsize::new(n), &all[..]);
    let (job, log) = (&job, &log);
    thread::scope(|scope| {
        for (me, own) in deques.into_iter().enumerate() {
            let worker = Worker { me, own, all, log };
            if me == 0 {
                worker.push(0..n);
            }
            scope.spawn(move || worker.work(left, grain, job));
        }
    });
}

struct Worker<'a, N> {
    me: usize,
    own: Deque<Range<usize>>,
    all: &'a [Stealer<Range<usize>>],
    log: &'a N,
}

impl<N: Fn(usize, Event)> Worker<'_, N> {
    fn work<J>(&self, left: &AtomicUsize, grain: usize, job: J)
    where
        J: Fn(Range<usize>),
    {
        while left.load(Ordering::Acquire) > 0 {
            let Some(mut range) = self.pop().or_else(|| self.steal()) else {
                // Nothing anywhere; a real pool would soon sleep.
                thread::yield_now();
                continue;
            };
            while range.len() > grain {
                let middle = range.start + range.len() / 2;
                self.push(middle..range.end);
                range.end = middle;
            }
            job(range.clone());
            left.fetch_sub(range.len(), Ordering::Release);
            (self.log)(self.me, Event::Done(range));
        }
    }

    /// At the end of one's own deque.
    fn push(&self, range: Range<usize>) {
        (self.log)(self.me, Event::Push(range.clone()));
        self.own.push(range);
    }

    /// From the same end: the youngest.
    fn pop(&self) -> Option<Range<usize>> {
        let range = self.own.pop()?;
        (self.log)(self.me, Event::Pop(range.clone()));
        Some(range)
    }

    /// From the other end of somebody else's: the oldest.
    fn steal(&self) -> Option<Range<usize>> {
        let all = self.all.len();
        let mut others = (1..all).map(|i| (self.me + i) % all);
        others.find_map(|victim| {
            let range = oldest(&self.all[victim])?;
            let stolen = range.clone();
            (self.log)(self.me, Event::Steal { victim, range: stolen });
            Some(range)
        })
    }
}

fn oldest<T>(deque: &Stealer<T>) -> Option<T> {
    loop {
        match deque.steal() {
            Steal::Success(task) => return Some(task),
            Steal::Empty => return None,
            Steal::Retry => (), // Another thief was quicker.
        }
    }
}
