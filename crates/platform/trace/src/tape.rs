//! The notes themselves: words of shared memory, a stretch of them for each worker, written by that worker alone.

use crate::{Part, Worker};
use std::{
    cell::Cell,
    env,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Tells worker processes where the notes lie.
const VARIABLE: &str = "SPEEDUP_TRACE";

/// Workers that there is room for, and parts for each. Pages that nobody writes to take no memory.
const LANES: usize = 512;
const PARTS: usize = 8192;

/// At the beginning: how often the notes were cleared, and how many workers have claimed a lane since.
const GENERATION: usize = 0;
const CLAIMED: usize = 1;
const HEAD: usize = 2;

/// A lane: its process, how many parts it holds, how many found no room, then four words for each part.
const PROCESS: usize = 0;
const COUNT: usize = 1;
const LOST: usize = 2;
const FIRST_PART: usize = 3;
const LANE: usize = FIRST_PART + 4 * PARTS;

/// Reading the clock takes as long as computing an element or two: a part's end is noted every so many elements.
const BETWEEN_LOOKS: u8 = 16;

type Tape = &'static [AtomicU64];

static TAPE: OnceLock<Option<Tape>> = OnceLock::new();

/// Begins to take notes, in this process and in those it starts from now on.
///
/// # Safety
/// No other thread may be running: the environment changes, and others may be reading it.
///
/// # Panics
/// When notes were taken, or [`crate::touch`] called, before.
pub unsafe fn start() {
    let memory = shared::Shared::<u64>::zeroed(HEAD + LANES * LANE);
    let handle = memory.handle();
    let known = TAPE.set(Some(map(&handle)));
    assert!(known.is_ok(), "start comes first");
    std::mem::forget(memory); // The notes are needed until the program ends.
    let handle = serde_json::to_string(&handle).expect("a path and numbers");
    // SAFETY: the caller promises that nobody else runs.
    unsafe { env::set_var(VARIABLE, handle) };
}

/// Where the notes lie, if any are taken.
fn tape() -> Option<Tape> {
    *TAPE.get_or_init(|| {
        let handle = env::var(VARIABLE).ok()?;
        Some(map(&serde_json::from_str(&handle).ok()?))
    })
}

fn map(handle: &shared::Handle) -> Tape {
    let view = Box::leak(Box::new(handle.open::<u64>().expect("whoever takes notes keeps their memory alive")));
    // SAFETY: that many words lie there, they live on since the view was leaked, and every process looks at them as
    // atomics only.
    unsafe { std::slice::from_raw_parts(view.as_mut_ptr().cast::<AtomicU64>(), view.len()) }
}

/// Forgets what was noted. Nobody may be at work.
pub fn clear() {
    if let Some(tape) = tape() {
        for lane in claimed(tape) {
            lane[COUNT].store(0, Ordering::Relaxed);
            lane[LOST].store(0, Ordering::Relaxed);
        }
        tape[CLAIMED].store(0, Ordering::Relaxed);
        tape[GENERATION].fetch_add(1, Ordering::Relaxed);
    }
}

/// What was noted since the last [`clear`], a worker each, in the order in which they began. Nobody may be at work.
pub fn collect() -> Vec<Worker> {
    let Some(tape) = tape() else { return Vec::new() };
    let mut workers: Vec<_> = claimed(tape).map(read).filter(|worker| !worker.parts.is_empty()).collect();
    workers.sort_by_key(|worker| worker.parts[0].from_ns);
    workers
}

fn claimed(tape: Tape) -> impl Iterator<Item = &'static [AtomicU64]> {
    let lanes = (tape[CLAIMED].load(Ordering::Acquire) as usize).min(LANES);
    tape[HEAD..].chunks_exact(LANE).take(lanes)
}

fn read(lane: &[AtomicU64]) -> Worker {
    let word = |i: usize| lane[i].load(Ordering::Acquire);
    let count = word(COUNT) as usize;
    let part = |i: usize| {
        let at = FIRST_PART + 4 * i;
        Part { first: word(at) as usize, end: word(at + 1) as usize, from_ns: word(at + 2), to_ns: word(at + 3) }
    };
    Worker { process: word(PROCESS) as u32, parts: (0..count).map(part).collect(), lost: word(LOST) }
}

/// What this thread knows of its lane.
#[derive(Clone, Copy)]
struct Place {
    generation: u64,
    /// Its lane; `None` if there was none left.
    lane: Option<usize>,
    /// The element that would continue the part.
    next: usize,
    /// Elements since the clock was read.
    unread: u8,
    /// Inside so many [`crate::part`]s: the outermost is what counts.
    depth: u32,
}

thread_local! {
    static PLACE: Cell<Place> =
        const { Cell::new(Place { generation: u64::MAX, lane: None, next: usize::MAX, unread: 0, depth: 0 }) };
}

pub fn touch(i: usize) {
    let Some(tape) = tape() else { return };
    let mut place = PLACE.get();
    if place.depth > 0 {
        return;
    }
    if i == place.next && place.generation == tape[GENERATION].load(Ordering::Relaxed) {
        place.next += 1;
        place.unread += 1;
        if let Some(part) = last(tape, place) {
            part[1].store(place.next as u64, Ordering::Release);
            if place.unread == BETWEEN_LOOKS {
                place.unread = 0;
                part[3].store(now(), Ordering::Release);
            }
        }
    } else {
        begin(tape, &mut place, i, i + 1);
    }
    PLACE.set(place);
}

pub fn open(first: usize, end: usize) {
    let Some(tape) = tape() else { return };
    let mut place = PLACE.get();
    if place.depth == 0 {
        begin(tape, &mut place, first, end);
        place.next = usize::MAX; // What comes next is a part of its own.
    }
    place.depth += 1;
    PLACE.set(place);
}

pub fn close() {
    let Some(tape) = tape() else { return };
    let mut place = PLACE.get();
    place.depth -= 1;
    PLACE.set(place);
    if let (0, Some(part)) = (place.depth, last(tape, place)) {
        part[3].store(now(), Ordering::Release);
    }
}

/// Notes a new part, in a lane claimed for it if this thread has none yet.
fn begin(tape: Tape, place: &mut Place, first: usize, end: usize) {
    let generation = tape[GENERATION].load(Ordering::Relaxed);
    if place.generation != generation {
        let lane = tape[CLAIMED].fetch_add(1, Ordering::AcqRel) as usize;
        place.generation = generation;
        place.lane = (lane < LANES).then_some(lane);
        if let Some(lane) = lane_of(tape, *place) {
            lane[PROCESS].store(std::process::id().into(), Ordering::Relaxed);
        }
    }
    (place.next, place.unread) = (end, 0);
    let Some(lane) = lane_of(tape, *place) else { return };
    let count = lane[COUNT].load(Ordering::Relaxed) as usize;
    if count == PARTS {
        lane[LOST].fetch_add(1, Ordering::Relaxed);
        place.next = usize::MAX;
        return;
    }
    let now = now();
    for (word, value) in lane[FIRST_PART + 4 * count..].iter().zip([first as u64, end as u64, now, now]) {
        word.store(value, Ordering::Relaxed);
    }
    lane[COUNT].store(count as u64 + 1, Ordering::Release);
}

fn lane_of(tape: Tape, place: Place) -> Option<&'static [AtomicU64]> {
    Some(&tape[HEAD + place.lane? * LANE..][..LANE])
}

/// The part that this thread noted last.
fn last(tape: Tape, place: Place) -> Option<&'static [AtomicU64]> {
    let lane = lane_of(tape, place)?;
    let count = lane[COUNT].load(Ordering::Relaxed) as usize;
    Some(&lane[FIRST_PART + 4 * count.checked_sub(1)?..][..4])
}

/// Nanoseconds on a clock that all processes of this machine share.
#[cfg(unix)]
pub fn now() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Nanoseconds since this process first asked: on this system, worker processes have clocks of their own.
#[cfg(not(unix))]
pub fn now() -> u64 {
    static START: OnceLock<std::time::Instant> = OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// One test for all: the notes are the program's, and there is one program.
    #[test]
    fn every_worker_s_parts_are_noted_apart() {
        // SAFETY: the only test of this program; the harness reads no variable while it runs.
        unsafe { start() };
        let begin = now();
        thread::scope(|scope| {
            for worker in 0..3 {
                scope.spawn(move || {
                    for i in worker * 100..worker * 100 + 50 {
                        crate::touch(i);
                    }
                    let _part = crate::part(1000 + worker, 1001 + worker);
                    crate::touch(7); // Inside a part: not one of its own.
                });
            }
        });
        let mut workers = collect();
        workers.sort_by_key(|worker| worker.parts[0].first);
        for (i, worker) in workers.iter().enumerate() {
            let ranges: Vec<_> = worker.parts.iter().map(|part| part.first..part.end).collect();
            assert_eq!(ranges, [i * 100..i * 100 + 50, 1000 + i..1001 + i]);
            assert!(worker.parts.iter().all(|p| begin <= p.from_ns && p.from_ns <= p.to_ns && p.to_ns <= now()));
            assert_eq!((worker.process, worker.lost), (std::process::id(), 0));
        }
        assert_eq!(workers.len(), 3);

        clear();
        assert_eq!(collect(), []);
        for i in 0..PARTS + 3 {
            crate::touch(2 * i);
        }
        let workers = collect();
        assert_eq!((workers.len(), workers[0].parts.len(), workers[0].lost), (1, PARTS, 3));
    }
}
