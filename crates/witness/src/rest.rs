//! Is this process at rest? Then none of its threads can act any more until one of them is let go on.
//!
//! This is what replaces the clock. A test that waits two seconds for a second worker can't tell a worker that is
//! late from one that will never come. The kernel can: a thread that is merely late, on however busy a machine, is
//! *runnable*; a thread that will never come isn't there, or is asleep waiting for somebody who is asleep too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The threads that only watch. Several checks of one test program may watch at the same time; if each took the
/// other's watching for life, neither would ever see rest.
static WATCHERS: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

/// How long one turn of waiting lasts. Patience is counted in turns rather than in seconds: on a machine that stands
/// still (a paused virtual machine, a closed laptop) our turns stand still too.
pub(crate) const TURN: Duration = Duration::from_millis(10);

/// Turns that were spent waiting for threads that don't rest, by all checks of this program.
static SPENT: AtomicU32 = AtomicU32::new(0);

/// How many turns to wait while other threads are busy: briefly if `all` are here (somebody may come on top of them),
/// long if somebody is missing. A program that spins instead of sleeping would use up all of it every time; so from some
/// point on there is less.
pub(crate) fn patience_with_the_busy(all: bool) -> u32 {
    match (SPENT.fetch_add(1, Relaxed) < 1000, all) {
        (true, true) => 50,
        (true, false) => 500,
        (false, true) => 2,
        (false, false) => 100,
    }
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
    /// This system doesn't tell (it isn't Linux, or has no `/proc`).
    Unknown,
}

/// While it lives, the calling thread watches the others.
pub(crate) struct Watch {
    thread: Option<u64>,
}

impl Watch {
    pub(crate) fn begin() -> Self {
        let thread = this_thread();
        if let Some(thread) = thread {
            watchers().insert(thread);
        }
        Self { thread }
    }

    /// Looks twice. A thread that sleeps in both looks and was not switched to in between has slept all the while; if
    /// that is true of every thread, there was a moment at which all of them slept.
    pub(crate) fn look(&self) -> Look {
        if self.thread.is_none() {
            return Look::Unknown;
        }
        match (asleep(), asleep()) {
            (Some(first), Some(second)) if first == second => Look::AtRest,
            _ => Look::Busy,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(thread) = self.thread {
            watchers().remove(&thread);
        }
    }
}

/// Whether this process has started others that still live; they may be what a thread is waiting for. Yes if the
/// system doesn't tell.
pub(crate) fn has_children() -> bool {
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return true };
    threads
        .flatten()
        .any(|thread| fs::read_to_string(thread.path().join("children")).map_or(true, |list| !list.is_empty()))
}

fn watchers() -> std::sync::MutexGuard<'static, BTreeSet<u64>> {
    WATCHERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The kernel's number of the calling thread.
fn this_thread() -> Option<u64> {
    let link = fs::read_link("/proc/thread-self").ok()?; // "<process>/task/<thread>"
    link.file_name()?.to_str()?.parse().ok()
}

/// Each thread but the watchers, with the number of times it was switched to; `None` unless all of them sleep.
fn asleep() -> Option<BTreeMap<u64, u64>> {
    let watchers = watchers().clone();
    let mut switches = BTreeMap::new();
    for entry in fs::read_dir("/proc/self/task").ok()? {
        let thread = entry.ok()?.file_name().to_str()?.parse().ok()?;
        if watchers.contains(&thread) {
            continue;
        }
        // A thread that ends between the listing and this line counts as busy: it has just been running.
        let status = fs::read_to_string(format!("/proc/self/task/{thread}/status")).ok()?;
        let field = |name| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        if !field("State:")?.starts_with('S') {
            return None;
        }
        let count = |name| field(name)?.parse::<u64>().ok();
        switches.insert(thread, count("voluntary_ctxt_switches:")? + count("nonvoluntary_ctxt_switches:")?);
    }
    Some(switches)
}
