//! Parts of the row go round the ring: a lap to be added up, a lap to be handed out.

use mpi::Rank;
use mpi::point_to_point::send_receive_into;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// Adds up, place by place, what all ranks have in `numbers`; afterwards all have the sums. It is of the same length on
/// all ranks.
pub fn all_reduce(world: &SimpleCommunicator, numbers: &mut [f64]) {
    let (rank, ranks, n) = (world.rank() as usize, world.size() as usize, numbers.len());
    let next = world.process_at_rank(((rank + 1) % ranks) as Rank);
    let before = world.process_at_rank(((rank + ranks - 1) % ranks) as Rank);
    // Counted round the ring.
    let part = |i: usize| {
        let i = i % ranks;
        i * n / ranks..(i + 1) * n / ranks
    };
    let mut room = vec![0.0; n.div_ceil(ranks)];
    // After this, part rank + 1 is complete.
    for step in 0..ranks - 1 {
        let (goes, comes) = (part(rank + ranks - step), part(rank + ranks - step - 1));
        let room = &mut room[..comes.len()];
        send_receive_into(&numbers[goes], &next, room, &before);
        for (number, more) in numbers[comes].iter_mut().zip(room) {
            *number += *more;
        }
    }
    for step in 0..ranks - 1 {
        let (goes, comes) = (part(rank + 1 + ranks - step), part(rank + ranks - step));
        let room = &mut room[..comes.len()];
        send_receive_into(&numbers[goes], &next, room, &before);
        numbers[comes].copy_from_slice(room);
    }
}
