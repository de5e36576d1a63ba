//! Even ranks swap rows with the one below while odd ranks do with the one above; then the other way round.

use mpi::point_to_point::send_receive_into;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;
use std::ops::Range;

/// Which of the `size` rows of a plate belong to rank `rank` of `ranks`: as many to each, but fewer, or none, to the
/// last ones.
pub fn band(size: usize, rank: usize, ranks: usize) -> Range<usize> {
    let each = size.div_ceil(ranks);
    (rank * each).min(size)..((rank + 1) * each).min(size)
}

/// This rank's rows of a plate of `size` × `size` points after `steps` steps. `rows` are the same ones before, of
/// `size` numbers each, one after another. All ranks call this with their own.
pub fn evolve(world: &SimpleCommunicator, size: usize, steps: usize, rows: Vec<f64>) -> Vec<f64> {
    let rank = world.rank();
    let mine = band(size, rank as usize, world.size() as usize);
    if mine.is_empty() {
        return rows;
    }
    // The band with its halo: a row more on either side.
    let mut padded = [vec![0.0; size], rows, vec![0.0; size]].concat();
    let end = padded.len();
    for _ in 0..steps {
        for turn in 0..2 {
            if rank % 2 == turn {
                if mine.end < size {
                    let lower = world.process_at_rank(rank + 1);
                    let (own, halo) = padded[end - 2 * size..].split_at_mut(size);
                    send_receive_into(own, &lower, halo, &lower);
                }
            } else if mine.start > 0 {
                let upper = world.process_at_rank(rank - 1);
                let (halo, own) = padded[..2 * size].split_at_mut(size);
                send_receive_into(own, &upper, halo, &upper);
            }
        }
        let before = padded.clone();
        for i in 1..=mine.len() {
            let line = |i: usize| &before[i * size..(i + 1) * size];
            let after = &mut padded[i * size..(i + 1) * size];
            heat::row(size, mine.start + i - 1, [line(i - 1), line(i), line(i + 1)], after);
        }
    }
    padded[size..end - size].to_vec()
}
