//! A sum that all ranks get to know, by hand: recursive doubling.

use mpi::{topology::SimpleCommunicator, traits::*};

/// Adds up, element by element, what all ranks have in `numbers`, modulo 2⁶⁴; afterwards all have the sums. Returns how
/// many messages this rank has sent.
///
/// In each round every rank exchanges all it knows with a partner twice as far away as in the round before, so that
/// after ⌈log₂ ranks⌉ rounds it knows everything. Ranks beyond the largest power of two hand over to one below, and are
/// told the result.
pub fn allreduce(world: &SimpleCommunicator, numbers: &mut [u64]) -> u64 {
    let (rank, ranks) = (world.rank(), world.size());
    let whole = 1 << ranks.ilog2();
    let mut theirs = vec![0; numbers.len()];
    let mut sent = 0;
    let add = |numbers: &mut [u64], theirs: &[u64]| {
        numbers.iter_mut().zip(theirs).for_each(|(n, t)| *n = n.wrapping_add(*t));
    };
    if rank >= whole {
        let helper = world.process_at_rank(rank - whole);
        helper.send(&numbers[..]);
        helper.receive_into(numbers);
        return 1;
    }
    let helped = (rank + whole < ranks).then(|| world.process_at_rank(rank + whole));
    if let Some(helped) = &helped {
        helped.receive_into(&mut theirs[..]);
        add(numbers, &theirs);
    }
    let mut distance = 1;
    while distance < whole {
        let partner = world.process_at_rank(rank ^ distance);
        // Both at once: two blocking sends to each other would be a ring of two.
        mpi::point_to_point::send_receive_into(&numbers[..], &partner, &mut theirs[..], &partner);
        sent += 1;
        add(numbers, &theirs);
        distance *= 2;
    }
    if let Some(helped) = &helped {
        helped.send(&numbers[..]);
        sent += 1;
    }
    sent
}
