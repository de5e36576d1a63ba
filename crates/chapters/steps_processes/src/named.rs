//! Shared memory with a name: it stays until somebody takes the name away, whatever becomes of those who use it.

use memmap2::{MmapMut, MmapOptions};
use rustix::fs::{Mode, ftruncate};
use rustix::process::{Pid, test_kill_process};
use rustix::{io::Errno, shm};
use std::{fs, io, process};

// ANCHOR: create
/// A block of zeros that other processes find by its name: `prefix`, a hyphen, and the number of the process that made
/// it.
pub fn create(prefix: &str, bytes: usize) -> io::Result<(String, MmapMut)> {
    let name = format!("{prefix}-{}", process::id());
    let new = shm::OFlags::RDWR | shm::OFlags::CREATE | shm::OFlags::EXCL;
    let file = shm::open(&name, new, Mode::RUSR | Mode::WUSR)?;
    ftruncate(&file, bytes as u64)?;
    // SAFETY: nobody else knows the name yet; those who are told it owe the same promises as with any shared memory.
    let map = unsafe { MmapOptions::new().len(bytes).map_mut(&file)? };
    Ok((name, map))
}

/// Takes the name away. Who has the block mapped keeps it; the memory is free when the last one has let go.
pub fn unlink(name: &str) -> io::Result<()> {
    Ok(shm::unlink(name)?)
}
// ANCHOR_END: create

// ANCHOR: abandoned
/// The names of blocks whose maker is gone.
pub fn abandoned(prefix: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("/dev/shm")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let maker = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')?.parse().ok());
        if maker.and_then(Pid::from_raw).is_some_and(|maker| test_kill_process(maker) == Err(Errno::SRCH)) {
            names.push(name);
        }
    }
    Ok(names)
}
// ANCHOR_END: abandoned
