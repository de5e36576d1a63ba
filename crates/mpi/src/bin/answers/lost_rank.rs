//! `lost_rank`: ten steps in a folder, in one of which a rank may die.

use crash_disk::Folder;
use mpi::{point_to_point::send_receive, topology::SimpleCommunicator, traits::*};
use std::{path::Path, process};

#[cfg_attr(not(feature = "yours"), path = "../../../../../exercises/solutions/lost_rank/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../../exercises/lost_rank/src/lib.rs")]
mod answer;

/// Does ten steps in that folder, or those that are missing. The last rank dies in step `dies`.
pub fn play(world: &SimpleCommunicator, folder: &Path, dies: u64) {
    let disk = Folder::at(folder);
    let (rank, ranks) = (world.rank(), world.size());
    let part = answer::run(world, &disk, vec![rank as u64], 10, &|world, step, part| {
        if rank == ranks - 1 && step == dies {
            process::abort();
        }
        let next = world.process_at_rank((rank + 1) % ranks);
        let before = world.process_at_rank((rank + ranks - 1) % ranks);
        let came: u64 = send_receive(&part[0], &next, &before).0;
        part[0] = 3 * part[0] + came + step;
    });
    println!("rank {rank} has {part:?}");
}
