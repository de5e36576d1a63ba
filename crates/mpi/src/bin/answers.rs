//! `mpirun -n 4 answers`: the reference answers of the exercises on MPI, by real ranks. Their checks play MPI on
//! threads; this shows that the same text does the same with MPI itself. Built with the feature `yours`, it runs the
//! reader's answers. `answers ring` runs one of them, and `answers lost_rank FOLDER STEP` lets a rank die in that step.

use crash_disk::Folder;
use mpi::{point_to_point::send_receive, topology::SimpleCommunicator, traits::*};
use mpi_ranks::watchdog::Watchdog;
use std::{env, path::Path, process, time::Duration};

#[cfg_attr(not(feature = "yours"), path = "../../../../exercises/solutions/allreduce/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../exercises/allreduce/src/lib.rs")]
mod allreduce;
#[cfg_attr(not(feature = "yours"), path = "../../../../exercises/solutions/heat_halo/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../exercises/heat_halo/src/lib.rs")]
mod heat_halo;
#[cfg_attr(not(feature = "yours"), path = "../../../../exercises/solutions/lost_rank/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../exercises/lost_rank/src/lib.rs")]
mod lost_rank;
#[cfg_attr(not(feature = "yours"), path = "../../../../exercises/solutions/ping_pong/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../exercises/ping_pong/src/lib.rs")]
mod ping_pong;
#[cfg_attr(not(feature = "yours"), path = "../../../../exercises/solutions/ring/src/lib.rs")]
#[cfg_attr(feature = "yours", path = "../../../../exercises/ring/src/lib.rs")]
mod ring;

/// No exercise takes longer than this.
const LIMIT: Duration = Duration::from_secs(20);

/// Numbers in a block: a megabyte, which no MPI takes off a sender's hands.
const BLOCK: usize = 125_000;

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    let watchdog = Watchdog::new(world.rank(), LIMIT);
    let arguments: Vec<String> = env::args().skip(1).collect();
    let which = arguments.first().map(String::as_str);
    let play = |name: &str, exercise: fn(&SimpleCommunicator)| {
        if which.is_none_or(|which| which == name) {
            watchdog.watch(name, || exercise(&world));
        }
    };
    if let [name, folder, step] = &arguments[..]
        && name == "lost_rank"
    {
        return watchdog.watch(name, || lost(&world, Path::new(folder), step.parse().expect("a step's number")));
    }
    if world.size() == 2 {
        play("ping_pong", line);
    }
    play("ring", gather);
    play("allreduce", reduce);
    play("heat_halo", plate);
    println!("rank {} has the right answers", world.rank());
}

/// Block number `rank`: in all blocks together, each number is its place.
fn block(rank: usize) -> impl Iterator<Item = f64> {
    (0..BLOCK).map(move |i| (rank * BLOCK + i) as f64)
}

fn line(world: &SimpleCommunicator) {
    let points: Vec<_> = (0..=20).map(|k| (1 << k, ping_pong::measure(world, 1 << k, 100))).collect();
    if world.rank() == 0 {
        let line = ping_pong::fit(&points);
        assert!(line.latency.is_finite() && line.bandwidth > 0.0, "ping_pong: {line:?} of {points:?}");
    }
}

fn gather(world: &SimpleCommunicator) {
    let mine: Vec<_> = block(world.rank() as usize).collect();
    let all = ring::all_gather(world, &mine);
    assert!(all.into_iter().eq((0..world.size() as usize).flat_map(block)), "ring, on rank {}", world.rank());
}

fn reduce(world: &SimpleCommunicator) {
    let mut sums: Vec<_> = block(world.rank() as usize).collect();
    allreduce::all_reduce(world, &mut sums);
    let want = |i: usize| (0..world.size() as usize).map(|rank| (rank * BLOCK + i) as f64).sum::<f64>();
    assert!(sums.into_iter().enumerate().all(|(i, sum)| sum == want(i)), "allreduce, on rank {}", world.rank());
}

fn plate(world: &SimpleCommunicator) {
    const SIZE: usize = 64;
    const STEPS: usize = 10;
    let mut plate: Vec<f64> = (0..SIZE * SIZE).map(|i| heat::warmth(SIZE, i / SIZE, i % SIZE)).collect();
    let band = heat_halo::band(SIZE, world.rank() as usize, world.size() as usize);
    let of_band = band.start * SIZE..band.end * SIZE;
    let rows = heat_halo::evolve(world, SIZE, STEPS, plate[of_band.clone()].to_vec());
    for _ in 0..STEPS {
        let before = plate.clone();
        let line = |row: usize| &before[row * SIZE..(row + 1) * SIZE];
        for (row, after) in plate.chunks_mut(SIZE).enumerate() {
            heat::row(SIZE, row, [line(row.saturating_sub(1)), line(row), line((row + 1).min(SIZE - 1))], after);
        }
    }
    assert!(rows == plate[of_band], "heat_halo, on rank {}", world.rank());
}

/// Does ten steps in that folder, or those that are missing. The last rank dies in step `dies`.
fn lost(world: &SimpleCommunicator, folder: &Path, dies: u64) {
    let disk = Folder::at(folder);
    let (rank, ranks) = (world.rank(), world.size());
    let part = lost_rank::run(world, &disk, vec![rank as u64], 10, &|world, step, part| {
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
