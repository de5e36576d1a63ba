//! What memory gives: how soon, how much, and what the first touch costs.

use benches::{
    chase::Trail,
    experiment::Outcome,
    timing::{SAMPLES, each, in_turns, repeat},
    triad::Triad,
};
use std::{
    fs::File,
    hint::black_box,
    io::{self, Write},
    time::Instant,
};
use variant::{Unavailable, Workers};

const EIGHT_MB: usize = 8_000_000;

/// One step through 16 KiB: the first-level cache.
pub fn cache_latency() -> Outcome<Vec<f64>> {
    latency(16 << 10)
}

/// One step through 256 MiB: main memory, where caches and the tables of addresses help little.
pub fn memory_latency() -> Outcome<Vec<f64>> {
    latency(256 << 20)
}

fn latency(bytes: usize) -> Outcome<Vec<f64>> {
    let mut trail = Trail::through(bytes).map_err(|e| Unavailable::new(e.to_string()))?;
    let steps = 50_000;
    Ok(repeat(|| trail.follow(steps)).into_iter().map(|seconds| seconds / steps as f64).collect())
}

/// How many times as long it takes to ask for 64 MiB, to fill them and to give them back as to fill as much that was
/// filled before.
pub fn first_touch() -> Outcome<Vec<f64>> {
    const BYTES: usize = 64 << 20;
    let mut used = vec![1_u8; BYTES];
    Ok(in_turns(|| vec![black_box(1_u8); BYTES], || used.fill(black_box(1))))
}

/// `a = b + s × c` over arrays far larger than any cache, on one thread: bytes moved each second, counted as STREAM
/// counts them, 24 for each element (McCalpin 1995).
pub fn triad_1() -> Outcome<Vec<f64>> {
    triad(1)
}

/// The same on two threads.
pub fn triad_2() -> Outcome<Vec<f64>> {
    triad(2)
}

/// The same on as many threads as there are cores.
pub fn triad_all() -> Outcome<Vec<f64>> {
    triad(Workers::available().get())
}

fn triad(threads: usize) -> Outcome<Vec<f64>> {
    let mut triad = Triad::new();
    // Also the first touch of its memory.
    triad.run(threads);
    Ok((0..SAMPLES).map(|_| triad.run(threads)).collect())
}

/// Eight megabytes handed to the system as a file; it says "done" before they are on a disk.
pub fn write_file_8mb() -> Outcome<Vec<f64>> {
    write(|_| Ok(()))
}

/// The same, waiting until they are.
pub fn write_disk_8mb() -> Outcome<Vec<f64>> {
    write(File::sync_all)
}

fn write(finish: fn(&File) -> io::Result<()>) -> Outcome<Vec<f64>> {
    let bytes = vec![7; EIGHT_MB];
    // Beside this program: a folder for temporary files may be memory in disguise.
    let path = std::env::current_exe().map(|exe| exe.with_extension("write")).map_err(failed)?;
    let samples = each(1, || {
        let start = Instant::now();
        let written = File::create(&path).and_then(|mut file| file.write_all(&bytes).and_then(|()| finish(&file)));
        written.map(|()| start.elapsed()).map_err(failed)
    });
    let _ = std::fs::remove_file(&path);
    samples
}

fn failed(error: io::Error) -> Unavailable {
    Unavailable::new(format!("the file could not be written: {error}"))
}
