//! Is this process at rest? Then none of its threads can act any more until one of them is let go on.
//!
//! This is what replaces the clock. A test that waits two seconds for a second worker can't tell a worker that is late
//! from one that will never come. The kernel can: a thread that is merely late, on however busy a machine, is
//! *runnable*; a thread that will never come isn't there, or is asleep waiting for somebody who is asleep too.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The threads that only watch, and what for. Several checks of one test program may watch at the same time; if each
/// took the other's watching for life, neither would ever see rest.
static WATCHERS: Mutex<BTreeMap<u64, For>> = Mutex::new(BTreeMap::new());

/// What a thread watches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// The moment at which time may pass in slow motion. This thread is at work, and will go on by itself.
    TheNextBeat,
    /// The end of a check. This thread does nothing else.
    TheEnd,
}

/// How long one turn of waiting lasts. Patience is counted in turns rather than in seconds: on a machine that stands
/// still (a paused virtual machine, a closed laptop) our turns stand still too.
pub(crate) const TURN: Duration = Duration::from_millis(10);

/// Turns that were spent waiting for threads that don't rest, by all checks of this program.
static SPENT: AtomicU32 = AtomicU32::new(0);

/// How many turns to wait while other threads are busy: briefly if `all` are here (somebody may come on top of them),
/// long if somebody is missing. A program that spins instead of sleeping would use up all of it every time; so from
/// some point on there is less.
pub(crate) fn patience_with_the_busy(all: bool) -> u32 {
    match (SPENT.fetch_add(1, Relaxed) < 1000, all) {
        (true, true) => 50,
        (true, false) => 500,
        (false, true) => 2,
        (false, false) => 100,
    }
}

/// How often a thread was found to spin, by all checks of this program.
static SPUN: AtomicU32 = AtomicU32::new(0);

/// How long a thread may run, on a core of its own, before it is taken to spin rather than to be on its way to its
/// work: briefly if `all` are here, long if somebody is missing. From some point on there is less of the latter.
///
/// That is no clock: on a busy machine, a thread that is late has not run. Less than a few of the kernel's ticks (up to
/// 10 ms each) would say nothing, for it counts in those.
pub(crate) fn run_up(all: bool) -> Duration {
    Duration::from_millis(match (SPUN.load(Relaxed) < 20, all) {
        (_, true) => 20,
        (true, false) => 300,
        (false, false) => 100,
    })
}

/// Somebody was found to spin.
pub(crate) fn spins() {
    SPUN.fetch_add(1, Relaxed);
}

/// Waits for one turn; the first few are short, so that the usual case is quick.
pub(crate) fn wait(turn: u32) {
    thread::sleep(if turn < 20 { Duration::from_millis(1) } else { TURN });
}

/// What the system says about this process's threads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Every thread but the watchers sleeps. Nobody but a timer, a device or another process could wake one.
    AtRest,
    /// Some thread runs, or could run if a core were free.
    Busy,
    /// Every thread sleeps, but one of them for the next beat of a [`SlowMotion`](crate::SlowMotion): it will go on.
    Filming,
    /// This system doesn't tell (it isn't Linux, or has no `/proc`).
    Unknown,
}

/// While it lives, the calling thread watches the others.
pub(crate) struct Watch {
    thread: Option<u64>,
    watches: For,
    /// How long each thread had run when the watch began.
    ran: BTreeMap<u64, Duration>,
    /// Those who slept at the last look, if all did, with the number of times each was switched to.
    asleep: BTreeMap<u64, u64>,
}

impl Watch {
    pub(crate) fn begin(watches: For) -> Self {
        let thread = this_thread();
        if let Some(thread) = thread {
            watchers().insert(thread, watches);
        }
        Self { thread, watches, ran: BTreeMap::new(), asleep: BTreeMap::new() }
    }

    /// Looks twice. A thread that sleeps in both looks and was not switched to in between has slept all the while; if
    /// that is true of every thread, there was a moment at which all of them slept.
    pub(crate) fn look(&mut self) -> Look {
        if self.thread.is_none() {
            return Look::Unknown;
        }
        // Often enough somebody is seen awake at once, and nobody need be looked at again.
        let Some(first) = asleep() else { return Look::Busy };
        match asleep() {
            Some(second) if first == second => {
                self.asleep = first.switches;
                match (self.watches, first.filming) {
                    // Who waits for the next beat itself is not held up by others who do.
                    (For::TheEnd, true) => Look::Filming,
                    _ => Look::AtRest,
                }
            }
            _ => Look::Busy,
        }
    }

    /// Those who slept at the last look at which all did, with the number of times each had been switched to.
    pub(crate) fn asleep(&self) -> &BTreeMap<u64, u64> {
        &self.asleep
    }

    /// How long every thread that isn't asleep has run, at least, since this was first asked; `None` if none is awake,
    /// or the system doesn't tell. A thread that has just been woken, or waits for a core, has not run.
    pub(crate) fn all_busy_ran(&mut self) -> Option<Duration> {
        let first = self.ran.is_empty();
        let mut least = None;
        for thread in threads()? {
            let ran = ran(thread)?;
            // One that comes later begins at nothing.
            let before = *self.ran.entry(thread).or_insert(if first { ran } else { Duration::ZERO });
            if !watchers().contains_key(&thread) && switches_asleep(thread).is_none() {
                let since = ran.saturating_sub(before);
                least = Some(least.map_or(since, |least: Duration| least.min(since)));
            }
        }
        least
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(thread) = self.thread {
            watchers().remove(&thread);
        }
    }
}

/// Whether this process has started others that still live; they may be what a thread is waiting for. Yes if the system
/// doesn't tell.
pub(crate) fn has_children() -> bool {
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return true };
    threads
        .flatten()
        .any(|thread| fs::read_to_string(thread.path().join("children")).map_or(true, |list| !list.is_empty()))
}

fn watchers() -> std::sync::MutexGuard<'static, BTreeMap<u64, For>> {
    WATCHERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The kernel's number of the calling thread.
pub(crate) fn this_thread() -> Option<u64> {
    let link = fs::read_link("/proc/thread-self").ok()?; // "<process>/task/<thread>"
    link.file_name()?.to_str()?.parse().ok()
}

/// The kernel's numbers of all threads.
fn threads() -> Option<Vec<u64>> {
    fs::read_dir("/proc/self/task").ok()?.map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect()
}

/// All threads asleep.
#[derive(PartialEq, Eq)]
struct Asleep {
    /// Each thread but the watchers, with the number of times it was switched to.
    switches: BTreeMap<u64, u64>,
    /// Whether some watcher waits for the next beat.
    filming: bool,
}

/// `None` unless every thread but the watchers sleeps.
fn asleep() -> Option<Asleep> {
    let watchers = watchers().clone();
    let filming = watchers.values().any(|watches| *watches == For::TheNextBeat);
    let others = threads()?.into_iter().filter(|thread| !watchers.contains_key(thread));
    let switches = others.map(|thread| Some((thread, switches_asleep(thread)?))).collect::<Option<_>>()?;
    Some(Asleep { switches, filming })
}

/// How often a thread has been switched to, if it sleeps. One that ends between the listing and this counts as busy: it
/// has just been running.
fn switches_asleep(thread: u64) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/self/task/{thread}/status")).ok()?;
    let field = |name| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let count = |name| field(name)?.parse::<u64>().ok();
    field("State:")?
        .starts_with('S')
        .then_some(count("voluntary_ctxt_switches:")? + count("nonvoluntary_ctxt_switches:")?)
}

/// How long a thread has been running on a core, in all.
pub(crate) fn ran(thread: u64) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/self/task/{thread}/schedstat")).ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}
