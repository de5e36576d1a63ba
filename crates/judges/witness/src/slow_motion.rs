//! Threads that share work, filmed: time passes only when everybody has done what can be done in it.

use crate::rest::{self, For, Look, Watch};
use crate::timeline::{Shot, Timeline};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// How often in a row everything must be seen at rest before a missing worker is given up: a thread that sleeps on a
/// timer looks as if it slept for good.
const RESTS: u32 = 8;

/// How often in a row those who are awake must be seen to spin: a thread may be born between two looks.
const SURELY: u32 = 2;

/// Films threads at work, in slow motion, so that who worked beside whom doesn't depend on how busy the machine is.
///
/// The film has a time of its own, counted in *beats*. A piece of work takes as many beats as the check says it weighs.
/// The code under test calls [`SlowMotion::work`] (from inside a function that the check gave it) and stays in there
/// until those beats have passed; and time passes only while nobody can join in any more: when every thread is either
/// in here or asleep. So all who *can* work at the same time *do*, and the developed [`Timeline`] shows how the code
/// shares its work, as it would run on as many cores as it has threads.
///
/// A program that works item by item, or starts each thread only when the one before has ended, takes as many beats as
/// there is work, on any machine. One that shares its work evenly between four workers takes a quarter.
///
/// # How it knows
///
/// On Linux the kernel is asked which threads are asleep. A worker that is late, on however busy a machine, is *not*
/// asleep, so the verdict depends on no clock. (When fewer workers are present than expected, a few milliseconds are
/// added, for a thread that sleeps on a timer looks as if it slept for good.) A thread that waits by spinning is told
/// from one that is late by how long it has been running itself. Elsewhere missing workers are given some seconds; from
/// then on fewer are expected.
///
/// # Don't
///
/// Call [`work`](SlowMotion::work) while holding a lock that another worker needs: it stays in there until that other
/// worker sleeps. (If the code under test calls *your* function under such a lock, that is the serial fake you want to
/// catch.)
pub struct SlowMotion {
    workers: usize,
    set: Mutex<Set>,
    changed: Condvar,
}

/// The film set: what time it is, who is at work, what was shot so far.
#[derive(Default)]
struct Set {
    now: u64,
    /// The threads at work and the beat at which each will be done.
    at_work: HashMap<ThreadId, u64>,
    /// The kernel's numbers of those threads.
    here: BTreeSet<u64>,
    /// Those who slept when somebody was last waited for in vain, and how often each had been switched to.
    slept: BTreeMap<u64, u64>,
    most_at_work: usize,
    /// Numbers threads in order of appearance.
    cast: HashMap<ThreadId, usize>,
    shots: Vec<Shot>,
    /// Whether some thread at work watches for the moment when time may pass.
    watched: bool,
    /// How many are still waited for, once somebody was waited for in vain.
    expected: Option<usize>,
}

impl SlowMotion {
    /// `workers` is how many threads are expected to work at once, ≥ 1. More and fewer are filmed too.
    pub fn of(workers: usize) -> Self {
        Self { workers, set: Mutex::default(), changed: Condvar::new() }
    }

    /// Does `item` on the calling thread, from now until `beats` have passed. Without any beats it is noted only.
    pub fn work(&self, item: usize, beats: u64) {
        let thread = thread::current().id();
        let number = rest::this_thread();
        let mut set = self.set();
        set.enter(thread, item, beats);
        set.here.extend(number.filter(|_| beats > 0));
        while set.at_work.contains_key(&thread) {
            if set.watched {
                set = self.changed.wait(set).unwrap_or_else(PoisonError::into_inner);
            } else {
                set.watched = true;
                drop(set);
                self.watch();
                set = self.set();
                set.watched = false;
                set.pass();
                self.changed.notify_all();
            }
        }
        if let Some(number) = number {
            set.here.remove(&number);
        }
    }

    /// The film so far. Call it when the code under test has returned.
    pub fn develop(&self) -> Timeline {
        let set = self.set();
        Timeline::new(set.shots.clone(), set.cast.len(), set.most_at_work)
    }

    /// Returns when time may pass: nobody else can come.
    fn watch(&self) {
        let mut watch = Watch::begin(For::TheNextBeat);
        let (mut rests, mut spinning) = (0, 0);
        for turn in 0.. {
            let (present, expected) = {
                let set = self.set();
                (set.at_work.len(), set.expected.unwrap_or(self.workers))
            };
            let all = present >= expected;
            let patience = match watch.look() {
                Look::AtRest | Look::Filming if all => return,
                Look::AtRest | Look::Filming => {
                    let asleep = watch.asleep();
                    let mut set = self.set();
                    if rests >= RESTS {
                        set.slept.clone_from(asleep);
                        return;
                    }
                    // Who has slept on since then needs no second wait: that was no short timer.
                    if asleep
                        .iter()
                        .all(|(thread, times)| set.here.contains(thread) || set.slept.get(thread) == Some(times))
                    {
                        return;
                    }
                    rests += 1;
                    u32::MAX
                }
                Look::Busy => {
                    rests = 0;
                    let spins = watch.all_busy_ran().is_some_and(|ran| ran >= rest::run_up(all));
                    spinning = if spins { spinning + 1 } else { 0 };
                    if spinning == SURELY {
                        rest::spins();
                        0
                    } else {
                        rest::patience_with_the_busy(all)
                    }
                }
                Look::Unknown if all => 2,
                Look::Unknown => 300,
            };
            if turn >= patience {
                // Waited in vain: don't wait for as many again.
                self.set().expected = Some(present);
                return;
            }
            rest::wait(turn);
        }
    }

    fn set(&self) -> MutexGuard<'_, Set> {
        // A panic elsewhere (in the code under test) leaves nothing half-done in here.
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Set {
    fn enter(&mut self, thread: ThreadId, item: usize, beats: u64) {
        let next = self.cast.len();
        let worker = *self.cast.entry(thread).or_insert(next);
        let end = self.now + beats;
        self.shots.push(Shot { worker, item, start: self.now, end });
        if beats > 0 {
            self.at_work.insert(thread, end);
            self.most_at_work = self.most_at_work.max(self.at_work.len());
        }
        self.expected = self.expected.map(|expected| expected.max(self.at_work.len()));
    }

    /// Lets time pass until the first of those at work is done.
    fn pass(&mut self) {
        if let Some(&end) = self.at_work.values().min() {
            self.now = end;
            self.at_work.retain(|_, &mut other| other > end);
        }
    }
}
