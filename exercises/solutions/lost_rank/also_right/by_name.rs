//! The small file is an empty one with the step in its name; old ones are removed, and rank 0 tells the others by a
//! message.

use crash_disk::Disk;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// Does step number `.1` of a rank's part, which it changes, together with the other ranks. The first step is number 0.
pub type Work<'a> = &'a dyn Fn(&SimpleCommunicator, u64, &mut Vec<u64>);

/// Does `steps` steps of `work`, or those that are still missing, and returns this rank's part after the last of them.
/// `part` is its part before the first. All ranks call this with parts of their own, and with the same folder.
///
/// # Panics
/// When the disk can't be read or written.
pub fn run(world: &SimpleCommunicator, disk: &dyn Disk, mut part: Vec<u64>, steps: u64, work: Work) -> Vec<u64> {
    let rank = world.rank();
    let file = |step: u64| format!("{step}-{rank}");
    let done: u64 = if rank == 0 {
        let names = disk.names().unwrap();
        let done = names.iter().filter_map(|name| name.strip_prefix("done-")?.parse().ok()).max().unwrap_or(0);
        for other in 1..world.size() {
            world.process_at_rank(other).send(&done);
        }
        done
    } else {
        world.process_at_rank(0).receive().0
    };
    if done > 0 {
        let bytes = disk.read(&file(done)).unwrap();
        part = bytes.chunks(8).map(|bytes| u64::from_le_bytes(bytes.try_into().unwrap())).collect();
    }
    // What a run before has left behind.
    for name in disk.names().unwrap() {
        let mine = name.split_once('-').filter(|(_, whose)| *whose == rank.to_string());
        if mine.is_some_and(|(step, _)| step != "done" && step != done.to_string()) {
            disk.remove(&name).unwrap();
        }
    }
    for step in done..steps {
        work(world, step, &mut part);
        let bytes: Vec<u8> = part.iter().flat_map(|number| number.to_le_bytes()).collect();
        disk.write(&file(step + 1), &bytes).unwrap();
        world.barrier();
        if rank == 0 {
            // An empty file is there or not, as a whole.
            disk.write(&format!("done-{}", step + 1), &[]).unwrap();
            for name in disk.names().unwrap() {
                if name.strip_prefix("done-").and_then(|old| old.parse().ok()).is_some_and(|old: u64| old <= step) {
                    disk.remove(&name).unwrap();
                }
            }
        }
        world.barrier();
        if step > 0 {
            disk.remove(&file(step)).unwrap();
        }
    }
    part
}
