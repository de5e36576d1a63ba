//! `mpirun -n 4 allreduce`: the sum by hand beside the library's, and how many messages it took.

use mpi::{collective::SystemOperation, traits::*};
use mpi_ranks::allreduce::allreduce;

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    // ANCHOR: both
    let mine: Vec<u64> = (0..1000).map(|i| (i + 1) * (world.rank() as u64 + 1)).collect();
    let (mut ours, mut theirs) = (mine.clone(), vec![0; mine.len()]);
    let sent = allreduce(&world, &mut ours);
    world.all_reduce_into(&mine[..], &mut theirs[..], SystemOperation::sum());
    assert_eq!(ours, theirs, "rank {}: by hand, and by the library", world.rank());
    // ANCHOR_END: both
    let mut messages = 0_u64;
    world.all_reduce_into(&sent, &mut messages, SystemOperation::sum());
    if world.rank() == 0 {
        println!("{} ranks, {messages} messages, the same sums", world.size());
    }
}
