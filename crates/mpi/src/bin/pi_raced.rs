//! `pi`, as `lab race` starts it: told how many blocks there are, timed, and asked for the answer.

use mpi::{collective::SystemOperation, traits::*};
use mpi_ranks::{Team, stopwatch};
use pi::{hits, mpi::Place};

fn main() {
    let team = Team::<Place>::gather();
    let (rank, ranks) = (team.world.rank() as usize, team.world.size() as usize);
    let answer = team.job.inside.open::<u64>().expect("who started us waits for the answer");
    team.report(|| {
        let clock = stopwatch(&team.world);
        let counted: u64 = (rank..team.job.blocks).step_by(ranks).map(hits).sum();
        let root = team.world.process_at_rank(0);
        if rank == 0 {
            let mut inside = 0;
            root.reduce_into_root(&counted, &mut inside, SystemOperation::sum());
            // SAFETY: rank 0 alone writes the answer, and who started us waits.
            let answer = unsafe { answer.write(0..1) };
            answer[0] = inside;
        } else {
            root.reduce_into(&counted, SystemOperation::sum());
        }
        clock.elapsed().as_secs_f64()
    });
}
