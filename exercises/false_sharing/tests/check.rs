//! Are the throws counted, by all workers at once, and never by two of them in one cache line?

use false_sharing::count_faces;
use std::collections::HashMap;
use std::fs::{self, File};
use std::hint;
use std::io::{Read, Seek, SeekFrom};
use std::ops::RangeInclusive;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{self, ThreadId};
use std::time::Duration;
use witness::{SlowMotion, deadline, for_all, nameless};

const LIMIT: Duration = Duration::from_secs(60);

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
            let got = nameless(|| {
                count_faces(&throws(n), workers, |faces, throw| {
                    shoulder.look_over(faces, || film.work(usize::from(throw), 1));
                    note(faces, throw);
                })
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
            begun <= n / 100,
            "4 workers counted {n} throws, and {begun} times began with counters that were all zero.\n\
             {} times would be plenty. A worker keeps its counters until its share is done. Adding to a total every few \
             throws only moves the problem there.",
            n / 100
        );
    });
}

#[test]
fn no_two_workers_keep_counts_in_one_line() {
    deadline("counting, and where the counts are kept", "what each thread waits for", LIMIT, || {
        // Shuffled well: no two workers should have the same counts.
        let shuffled = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let throws: Vec<u8> = (0..2000).map(|i| (shuffled(i) % 6) as u8 + 1).collect();
        for workers in [4, 2] {
            let (film, inside) = (SlowMotion::of(workers), AtomicUsize::new(0));
            let kept = Mutex::new(HashMap::<ThreadId, Vec<Counts>>::new());
            count_faces(&throws, workers, |faces, throw| {
                let looks = kept.lock().unwrap().get(&thread::current().id()).map_or(0, Vec::len);
                // After a hundred throws, and after one more, each worker stops and looks for its counts.
                if looks == 1 || looks == 0 && faces.iter().sum::<u64>() >= 100 {
                    inside.fetch_add(1, Relaxed);
                    film.work(looks, 1);
                    let all = inside.load(Relaxed) == workers;
                    let places = if all { places_in_memory(faces) } else { Vec::new() };
                    let counts = Counts { inverted: faces.map(|count| !count), places };
                    kept.lock().unwrap().entry(thread::current().id()).or_default().push(counts);
                    // Nobody goes on, or lets go of memory, before all have looked.
                    film.work(looks, 1);
                    inside.fetch_sub(1, Relaxed);
                }
                note(faces, throw);
            });
            let kept: Vec<_> = kept.into_inner().unwrap().into_values().filter(|looks| looks.len() == 2).collect();
            for (i, mine) in kept.iter().enumerate() {
                for yours in &kept[i + 1..] {
                    // With the same counts, each would find the other's.
                    if mine[0].inverted != yours[0].inverted && mine[1].inverted != yours[1].inverted {
                        assert_kept_apart(mine, yours, workers);
                    }
                }
            }
        }
    });
}

/// A worker's counts, and where in memory they were found. Each bit is turned round: our own copy isn't to be found.
struct Counts {
    inverted: [u64; 6],
    places: Vec<usize>,
}

/// Fails if `mine` and `yours` are kept in one line. What was found twice, after one throw and after the next, is no
/// leftover: it is brought up to date throw by throw.
#[track_caller]
fn assert_kept_apart(mine: &[Counts], yours: &[Counts], workers: usize) {
    let kept = |looks: &[Counts]| -> Vec<usize> {
        looks[0].places.iter().copied().filter(|place| looks[1].places.contains(place)).collect()
    };
    for place in kept(mine) {
        let near = kept(yours).into_iter().find(|&other| near(place, other));
        if let Some(other) = near {
            panic!(
                "{workers} workers: two of them keep their counts in the same cache line ({LINE} bytes). Throw after throw, \
                 one's are at address {place:#x}, the other's at {other:#x}.\n\
                 It doesn't help to count somewhere else if the counts are carried back after each throw: that is one write \
                 into the line for each throw, as before."
            );
        }
    }
}

/// All addresses at which this process's memory holds `counts`; none where the system doesn't show it (it does on
/// Linux).
fn places_in_memory(counts: &[u64; 6]) -> Vec<usize> {
    const PAGE: usize = 4096;
    // Shared by all who look: their buffers would hold each other's counts.
    static BUFFER: Mutex<[u8; 64 * PAGE]> = Mutex::new([0; 64 * PAGE]);
    let (mut buffer, mut places) = (BUFFER.lock().unwrap(), Vec::new());
    let (Ok(maps), Ok(mut memory)) = (fs::read_to_string("/proc/self/maps"), File::open("/proc/self/mem")) else {
        return places;
    };
    let mut wanted = [0; 48];
    wanted.chunks_mut(8).zip(counts).for_each(|(bytes, count)| bytes.copy_from_slice(&count.to_ne_bytes()));
    // "<begin>-<end> rw-p …"
    let parts = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (begin, end) = range.split_once('-').filter(|_| rest.starts_with("rw"))?;
        Some((usize::from_str_radix(begin, 16).ok()?, usize::from_str_radix(end, 16).ok()?))
    });
    for (begin, end) in parts {
        let mut at = begin;
        while at < end {
            let length = buffer.len().min(end - at);
            if memory.seek(SeekFrom::Start(at as u64)).and_then(|_| memory.read_exact(&mut buffer[..length])).is_err() {
                break;
            }
            for page in (0..length).step_by(PAGE) {
                // Most of a stack was never touched.
                if buffer[page..page + PAGE] == [0; PAGE] {
                    continue;
                }
                let found =
                    (page..page + PAGE).step_by(8).filter(|&i| buffer[..length].get(i..i + 48) == Some(&wanted));
                places.extend(found.map(|i| at + i));
            }
            // Whole pages again, the last of them twice: something may lie across the end.
            at += if at + length < end { length - PAGE } else { length };
        }
    }
    let ours = buffer.as_ptr() as usize;
    places.retain(|place| !(ours..ours + buffer.len()).contains(place));
    buffer.fill(0);
    places
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
        seen.shared |= seen.counting.values().any(|&other| near(address, other));
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

/// Whether counters at these two addresses have a line in common.
fn near(a: usize, b: usize) -> bool {
    lines(a).start() <= lines(b).end() && lines(b).start() <= lines(a).end()
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
