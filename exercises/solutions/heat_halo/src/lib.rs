//! Before each step, neighbours exchange the rows at their border.

use mpi::request;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;
use std::mem;
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
    let mine = band(size, world.rank() as usize, world.size() as usize);
    let Some(last) = mine.len().checked_sub(1) else { return rows };
    let upper = (mine.start > 0).then(|| world.process_at_rank(world.rank() - 1));
    let lower = (mine.end < size).then(|| world.process_at_rank(world.rank() + 1));
    let (mut now, mut later) = (rows.clone(), rows);
    let (mut above, mut below) = (vec![0.0; size], vec![0.0; size]);
    for _ in 0..steps {
        let line = |i: usize| &now[i * size..(i + 1) * size];
        request::scope(|scope| {
            let mut begun = Vec::new();
            if let Some(upper) = &upper {
                begun.push(upper.immediate_receive_into(scope, &mut above[..]));
                begun.push(upper.immediate_send(scope, line(0)));
            }
            if let Some(lower) = &lower {
                begun.push(lower.immediate_receive_into(scope, &mut below[..]));
                begun.push(lower.immediate_send(scope, line(last)));
            }
            for request in begun {
                request.wait();
            }
        });
        for (i, after) in later.chunks_mut(size).enumerate() {
            let before = if i == 0 { &above } else { line(i - 1) };
            let next = if i == last { &below } else { line(i + 1) };
            heat::row(size, mine.start + i, [before, line(i), next], after);
        }
        mem::swap(&mut now, &mut later);
    }
    now
}
