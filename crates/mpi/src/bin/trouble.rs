//! `mpirun -n 3 trouble WHAT`: one rank is in trouble while the others wait for it. For tests of what becomes of them.

use mpi::traits::*;
use std::{env, process, thread, time::Duration};

fn main() {
    let universe = mpi_ranks::start();
    let world = universe.world();
    let what = env::args().nth(1).expect("which trouble");
    if world.rank() == world.size() - 1 {
        match what.as_str() {
            "panic" => panic!("the last rank has found a mistake"),
            "exit" => process::exit(7),
            "abort" => process::abort(),
            "none" => {}
            // It is there and does nothing: until somebody ends it.
            _ => thread::sleep(Duration::from_secs(3600)),
        }
    }
    world.barrier();
    println!("rank {} is through", world.rank());
}
