//! Every rank saves its part beside the last whole state; when all have, one small file says that the new one counts.

use crash_disk::Disk;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;
use std::io::ErrorKind;

/// Does step number `.1` of a rank's part, which it changes, together with the other ranks. The first step is number 0.
pub type Work<'a> = &'a dyn Fn(&SimpleCommunicator, u64, &mut Vec<u64>);

/// Says how many steps are whole; and the file that takes its place.
const WHOLE: &str = "whole";
const WHOLE_NEW: &str = "whole.new";

/// Does `steps` steps of `work`, or those that are still missing, and returns this rank's part after the last of them.
/// `part` is its part before the first. All ranks call this with parts of their own, and with the same folder.
///
/// # Panics
/// When the disk can't be read or written.
pub fn run(world: &SimpleCommunicator, disk: &dyn Disk, part: Vec<u64>, steps: u64, work: Work) -> Vec<u64> {
    let name = |done: u64| format!("part.{}.{}", world.rank(), done % 2);
    let mut part = part;
    let mut done = load(disk, WHOLE).unwrap_or(0);
    if done > 0 {
        part = load(disk, &name(done)).expect("a whole state has all parts");
    }
    // Nobody writes before all have read.
    world.barrier();
    while done < steps {
        work(world, done, &mut part);
        done += 1;
        // Beside the part of the last whole state, which still counts.
        save(disk, &name(done), &part);
        world.barrier();
        if world.rank() == 0 {
            save(disk, WHOLE_NEW, &done);
            disk.rename(WHOLE_NEW, WHOLE).expect("the disk renames");
        }
        // Nobody begins a step, or writes over the last state, before the new one counts.
        world.barrier();
    }
    part
}

fn save(disk: &dyn Disk, name: &str, value: &impl serde::Serialize) {
    let bytes = postcard::to_stdvec(value).expect("numbers can always be written");
    disk.write(name, &bytes).expect("the disk writes");
}

/// What the file holds, if there is one.
fn load<T: serde::de::DeserializeOwned>(disk: &dyn Disk, name: &str) -> Option<T> {
    match disk.read(name) {
        Err(wrong) if wrong.kind() == ErrorKind::NotFound => None,
        bytes => Some(postcard::from_bytes(&bytes.expect("the disk reads")).expect("what counts is whole")),
    }
}
