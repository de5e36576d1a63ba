//! `mpirun -n 3 ring BYTES`: every rank sends to the next, and then receives from the one before. MPI may take a small
//! message off a sender's hands before anybody receives it, and lets a large one wait: then all of them wait for ever.

use mpi::traits::*;
use mpi_ranks::watchdog::Watchdog;
use std::{env, time::Duration};

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    let (rank, ranks) = (world.rank(), world.size());
    let bytes: usize = env::args().nth(1).map_or(1000, |n| n.parse().expect("a number of bytes"));
    let watchdog = Watchdog::new(rank, Duration::from_secs(3));
    // ANCHOR: ring
    let (next, before) = ((rank + 1) % ranks, (rank + ranks - 1) % ranks);
    let (message, mut received) = (vec![rank as u8; bytes], vec![u8::MAX; bytes]);
    watchdog.watch(format!("MPI_Send of {bytes} bytes to rank {next}"), || {
        world.process_at_rank(next).send(&message[..]);
    });
    watchdog.watch(format!("MPI_Recv from rank {before}"), || {
        world.process_at_rank(before).receive_into(&mut received[..]);
    });
    // ANCHOR_END: ring
    assert!(received.iter().all(|&byte| byte == before as u8), "that came from somebody else");
    println!("rank {rank} has {bytes} bytes from rank {before}");
}
