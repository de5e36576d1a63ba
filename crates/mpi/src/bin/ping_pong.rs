//! `mpirun -n 2 ping_pong`: a message goes from rank 0 to rank 1 and back, in each of several sizes. Prints what one
//! way took, and the latency and the bandwidth that this amounts to.

use mpi::traits::*;
use mpi_ranks::{line, stopwatch};

/// Bytes sent in all for each size, so that no size takes long, over a network either; and the fewest and the most
/// times there and back.
const BYTES: usize = 16 << 20;
const TIMES: (usize, usize) = (10, 2000);

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    assert!(world.size() == 2, "it takes two: mpirun -n 2 ping_pong");
    let other = world.process_at_rank(1 - world.rank());
    let mut points = Vec::new();
    for bytes in (0..=22).map(|k| 1_usize << k) {
        let mut message = vec![0_u8; bytes];
        let times = (BYTES / bytes).clamp(TIMES.0, TIMES.1);
        // ANCHOR: there_and_back
        let mut there_and_back = |times: usize| {
            for _ in 0..times {
                if world.rank() == 0 {
                    other.send(&message[..]);
                    other.receive_into(&mut message[..]);
                } else {
                    other.receive_into(&mut message[..]);
                    other.send(&message[..]);
                }
            }
        };
        // ANCHOR_END: there_and_back
        // A few that aren't timed: the first message of a size may have to make room.
        there_and_back(times.div_ceil(10));
        let clock = stopwatch(&world);
        there_and_back(times);
        let seconds = clock.elapsed().as_secs_f64() / (2 * times) as f64;
        points.push((bytes, seconds));
        if world.rank() == 0 {
            println!("{bytes:9} B  {:10.2} µs", seconds * 1e6);
        }
    }
    if world.rank() == 0 {
        let line = line::fit(&points).expect("more than one size");
        println!("α {:.2} µs, β {:.2} GB/s", line.latency * 1e6, line.bandwidth / 1e9);
    }
}
