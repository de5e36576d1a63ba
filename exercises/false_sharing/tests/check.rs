//! Are the throws counted, by all workers at once, and never by two of them in one cache line?

use false_sharing::count_faces;
use std::collections::HashMap;
use std::hint;
use std::ops::RangeInclusive;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{self, ThreadId};
use std::time::Duration;
use witness::{SlowMotion, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(30);

/// Bytes that a core takes from, and gives back to, the memory that it shares with the other cores.
const LINE: usize = if cfg!(any(target_arch = "aarch64", target_arch = "powerpc64")) { 128 } else { 64 };

#[test]
fn counts_are_right() {
    deadline("counting throws", "what each thread waits for", LIMIT, || {
        for (throws, want) in [(&[6, 1, 6][..], [1, 0, 0, 0, 0, 2]), (&[], [0; 6])] {
            let got = count_faces(throws, 2, note);
            assert!(got == want, "the faces of {throws:?}, counted by 2 workers: expected {want:?}, got {got:?}.");
        }
        for_all(60, (0..500_usize, 1..12_usize), |&(n, workers)| {
            let throws = throws(n);
            let mut want = [0; 6];
            throws.iter().for_each(|&throw| note(&mut want, throw));
            let got = count_faces(&throws, workers, note);
            match got == want {
                true => Ok(()),
                false => Err(format!(
                    "{n} throws, {workers} workers: expected {want:?}, got {got:?}.\n\
                     {} of {n} throws were counted. Look at the last band, and at how the workers' counts are summed.",
                    got.iter().sum::<u64>()
                )),
            }
        });
    });
}

fn note(faces: &mut [u64; 6], throw: u8) {
    faces[usize::from(throw) - 1] += 1;
}

/// The same `n` throws every time, shuffled enough.
fn throws(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i * i / 7 + i / 3) % 6).map(|face| face as u8 + 1).collect()
}

#[test]
fn no_two_workers_count_in_one_line() {
    deadline("counting in slow motion", "what each thread waits for", LIMIT, || {
        for (turn, (workers, n)) in [(4, 48), (2, 32), (3, 48), (8, 64)].into_iter().cycle().take(24).enumerate() {
            stir_the_heap(turn);
            let shoulder = Shoulder::default();
            let film = SlowMotion::of(workers);
            let got = count_faces(&throws(n), workers, |faces, throw| {
                shoulder.look_over(faces, || film.work(usize::from(throw), 1));
                note(faces, throw);
            });

            let timeline = film.develop();
            let noted = timeline.shots().len();
            assert!(
                noted == n && got.iter().sum::<u64>() == n as u64,
                "{n} throws, {workers} workers: `note` was called {noted} times, and the counts add up to {}.\n\
                 Each throw is counted once, through `note`.",
                got.iter().sum::<u64>()
            );
            timeline.assert_all_at_once(workers);
            timeline.assert_within((n * 3).div_ceil(2 * workers) as u64);
            shoulder.assert_apart(workers);
        }
    });
}

/// Takes the free blocks that counters could be put into, keeps them, and ends at another distance from the last line
/// each turn: that counters happen to begin at a line, without anything that makes them, is luck that doesn't last.
fn stir_the_heap(turn: usize) {
    let keep = |bytes: usize| _ = hint::black_box(Vec::leak(vec![0_u8; bytes]));
    (16..=1024).step_by(16).for_each(keep);
    (0..16).for_each(|_| keep(48));
    keep(2000 + 16 * (turn / 4 + turn % 4));
}

#[test]
fn counters_are_kept() {
    deadline("counting many throws", "what each thread waits for", LIMIT, || {
        let n = 40_000;
        let begun = AtomicUsize::new(0);
        count_faces(&throws(n), 4, |faces, throw| {
            begun.fetch_add(usize::from(*faces == [0; 6]), Relaxed);
            note(faces, throw);
        });
        let begun = begun.into_inner();
        assert!(
            begun <= n / 4,
            "4 workers counted {n} throws, and {begun} times began with counters that were all zero.\n\
             A worker keeps its counters until its share is done. Adding to a total throw by throw only moves the \
             problem there."
        );
    });
}

/// Looks over the workers' shoulders: who counts where?
#[derive(Default)]
struct Shoulder {
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Where those who are counting right now have their counters: the address of the first byte.
    counting: HashMap<ThreadId, usize>,
    /// Where each worker counted first, in order of appearance.
    first: Vec<(ThreadId, usize)>,
    /// Whether two workers had counters in one line at the same time.
    shared: bool,
}

impl Shoulder {
    /// Notes where `faces` lies while the calling thread is at `work`.
    fn look_over(&self, faces: &[u64; 6], work: impl FnOnce()) {
        let (thread, address) = (thread::current().id(), faces.as_ptr() as usize);
        let mut seen = self.seen.lock().unwrap();
        if seen.first.iter().all(|&(other, _)| other != thread) {
            seen.first.push((thread, address));
        }
        let near =
            |other: usize| lines(other).start() <= lines(address).end() && lines(address).start() <= lines(other).end();
        seen.shared |= seen.counting.values().any(|&other| near(other));
        seen.counting.insert(thread, address);
        drop(seen);
        work();
        self.seen.lock().unwrap().counting.remove(&thread);
    }

    fn assert_apart(self, workers: usize) {
        let seen = self.seen.into_inner().unwrap();
        assert!(
            !seen.shared,
            "{workers} workers: two of them count in the same cache line ({LINE} bytes) at the same time.\n\
             These are the lines, 8 bytes to a cell, with the number of the worker who counts there:\n\n{}\n\
             Each write takes the whole line away from the core of the other worker. Whose counters could lie \
             somewhere else, or further apart?",
            map(&seen.first)
        );
    }
}

/// The lines, counted from address 0, in which counters at `address` lie.
fn lines(address: usize) -> RangeInclusive<usize> {
    address / LINE..=(address + size_of::<[u64; 6]>() - 1) / LINE
}

/// A picture of the lines that are counted in.
fn map(first: &[(ThreadId, usize)]) -> String {
    let mut all: Vec<usize> = first.iter().flat_map(|&(_, address)| lines(address)).collect();
    all.sort_unstable();
    all.dedup();
    let owner = |cell: usize| first.iter().position(|&(_, address)| (address..address + 48).contains(&cell));
    all.iter()
        .map(|line| {
            let cells =
                (0..LINE / 8).map(|i| owner(line * LINE + 8 * i).map_or("·".into(), |worker| worker.to_string()));
            format!("  {:#x}  {}\n", line * LINE, cells.collect::<Vec<_>>().join(" "))
        })
        .collect()
}
