//! Blocking calls only: odd ranks receive before they send, even ranks send before they receive, and everybody sends
//! down first and receives from above first. Who sent up first would wait for a chain of others.

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
    let (rank, ranks) = (world.rank(), world.size());
    let mine = band(size, rank as usize, ranks as usize);
    let mut lines: Vec<Vec<f64>> = rows.chunks(size).map(<[f64]>::to_vec).collect();
    let Some(last) = lines.len().checked_sub(1) else { return rows };
    for _ in 0..steps {
        let (mut above, mut below) = (vec![0.0; size], vec![0.0; size]);
        let (up, down) = (mine.start > 0, mine.end < size);
        if rank % 2 == 0 {
            if down {
                world.process_at_rank(rank + 1).send(&lines[last]);
            }
            if up {
                world.process_at_rank(rank - 1).send(&lines[0]);
            }
        }
        if up {
            world.process_at_rank(rank - 1).receive_into(&mut above);
        }
        if down {
            world.process_at_rank(rank + 1).receive_into(&mut below);
        }
        if rank % 2 == 1 {
            if down {
                world.process_at_rank(rank + 1).send(&lines[last]);
            }
            if up {
                world.process_at_rank(rank - 1).send(&lines[0]);
            }
        }
        let all: Vec<Vec<f64>> = [vec![above], lines, vec![below]].concat();
        lines = all[1..=last + 1].to_vec();
        for (i, line) in lines.iter_mut().enumerate() {
            heat::row(size, mine.start + i, [&all[i], &all[i + 1], &all[i + 2]], line);
        }
    }
    lines.concat()
}
