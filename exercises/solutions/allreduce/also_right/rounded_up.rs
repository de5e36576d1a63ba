//! Parts of the same length but for the last ones, each a vector; odd and even ranks in turns.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// Adds up, place by place, what all ranks have in `numbers`; afterwards all have the sums. It is of the same length on
/// all ranks.
pub fn all_reduce(world: &SimpleCommunicator, numbers: &mut [f64]) {
    let (rank, ranks, n) = (world.rank(), world.size(), numbers.len());
    let each = n.div_ceil(ranks as usize);
    let bounds = |part: i32| {
        let part = part.rem_euclid(ranks) as usize;
        (part * each).min(n)..((part + 1) * each).min(n)
    };
    let next = world.process_at_rank((rank + 1) % ranks);
    let before = world.process_at_rank((rank - 1).rem_euclid(ranks));
    // Both laps have the same steps: a part is sent that was received the step before.
    for step in 0..2 * (ranks - 1) {
        let (goes, comes) = (bounds(rank - step), bounds(rank - step - 1));
        let came = if rank % 2 == 0 {
            next.send(&numbers[goes]);
            before.receive_vec::<f64>().0
        } else {
            let came = before.receive_vec::<f64>().0;
            next.send(&numbers[goes]);
            came
        };
        for (number, came) in numbers[comes].iter_mut().zip(came) {
            *number = if step < ranks - 1 { *number + came } else { came };
        }
    }
}
