//! Each rank holds one band of rows. In each step it sends its first and its last row to its neighbours, and computes
//! the rows in between while theirs, its halo, are on their way; by itself, or by threads of its own.

use heat::{between, mpi::Place, row};
use mpi::{datatype::PartitionMut, request, traits::*};
use mpi_ranks::{Team, band, stopwatch};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use std::mem;

fn main() {
    let team = Team::<Place>::gather();
    let (rank, ranks) = (team.world.rank() as usize, team.world.size() as usize);
    let Place { size, steps, ref start, ref after, overlapped, workers } = team.job;
    let threads = band(workers, rank, ranks).len();
    let pool = (threads > 1).then(|| ThreadPoolBuilder::new().num_threads(threads).build().expect("some threads"));
    let start = start.open::<f64>().expect("who started us keeps the plate");
    let all = after.open::<f64>().expect("who started us waits for the answer");
    let elements = |rank| {
        let rows = band(size, rank, ranks);
        rows.start * size..rows.end * size
    };
    // SAFETY: while we run nobody writes to the plate at the start.
    let first = unsafe { start.read(elements(rank)) }.to_vec();
    let mut plate = Band::new(size, band(size, rank, ranks), pool);
    let root = team.world.process_at_rank(0);
    team.report(|| {
        plate.now.copy_from_slice(&first);
        let clock = stopwatch(&team.world);
        for _ in 0..steps {
            plate.step(&team.world, overlapped);
        }
        if rank == 0 {
            let counts: Vec<_> = (0..ranks).map(|rank| elements(rank).len() as i32).collect();
            let starts: Vec<_> = (0..ranks).map(|rank| elements(rank).start as i32).collect();
            // SAFETY: rank 0 alone writes the answer, and who started us waits.
            let all = unsafe { all.write(0..all.len()) };
            root.gather_varcount_into_root(&plate.now[..], &mut PartitionMut::new(all, counts, starts));
        } else {
            root.gather_varcount_into(&plate.now[..]);
        }
        clock.elapsed().as_secs_f64()
    });
}

/// A band of the plate's rows, and room for the same a step later.
struct Band {
    /// Points in a row, and rows of the whole plate.
    size: usize,
    /// Which of the plate's rows these are.
    rows: std::ops::Range<usize>,
    now: Vec<f64>,
    later: Vec<f64>,
    /// The halo: the row before the first, and the row after the last, which belong to the neighbours.
    above: Vec<f64>,
    below: Vec<f64>,
    /// The threads of this rank, where it isn't alone.
    pool: Option<ThreadPool>,
}

impl Band {
    fn new(size: usize, rows: std::ops::Range<usize>, pool: Option<ThreadPool>) -> Self {
        let all = vec![0.0; rows.len() * size];
        Self { size, rows, now: all.clone(), later: all, above: vec![0.0; size], below: vec![0.0; size], pool }
    }

    // ANCHOR: step
    fn step(&mut self, world: &impl Communicator, overlapped: bool) {
        let (size, rows) = (self.size, self.rows.clone());
        // More ranks than rows: the last ranks have none, and nothing to do.
        let Some(last) = rows.len().checked_sub(1) else { return };
        let (now, later) = (&self.now, &mut self.later);
        let line = |i: usize| &now[i * size..(i + 1) * size];
        let upper = (rows.start > 0).then(|| world.process_at_rank(world.rank() - 1));
        let lower = (rows.end < size).then(|| world.process_at_rank(world.rank() + 1));
        request::scope(|scope| {
            let mut messages = Vec::new();
            if let Some(upper) = upper {
                messages.push(upper.immediate_receive_into(scope, &mut self.above[..]));
                messages.push(upper.immediate_send(scope, line(0)));
            }
            if let Some(lower) = lower {
                messages.push(lower.immediate_receive_into(scope, &mut self.below[..]));
                messages.push(lower.immediate_send(scope, line(last)));
            }
            // These rows need none of what is on its way.
            let mut middle = || {
                if last > 1 {
                    inner_rows(size, rows.start + 1, now, &mut later[size..last * size], self.pool.as_ref());
                }
            };
            if overlapped {
                middle();
            }
            for message in messages {
                message.wait();
            }
            if !overlapped {
                middle();
            }
        });
        for i in [0, last] {
            let above = if i == 0 { &self.above[..] } else { line(i - 1) };
            let below = if i == last { &self.below[..] } else { line(i + 1) };
            row(size, rows.start + i, [above, line(i), below], &mut later[i * size..(i + 1) * size]);
        }
        mem::swap(&mut self.now, &mut self.later);
    }
    // ANCHOR_END: step
}

// ANCHOR: threads
/// Rows from `first` on a step later: `before` has one more at either end. By the threads of `pool`, if there is one,
/// each of which takes a part of the rows. None of them calls MPI.
fn inner_rows(size: usize, first: usize, before: &[f64], after: &mut [f64], pool: Option<&ThreadPool>) {
    let Some(pool) = pool else { return between(size, first, before, after) };
    let rows = (after.len() / size).div_ceil(pool.current_num_threads());
    pool.install(|| {
        let parts = after.par_chunks_mut(rows * size).enumerate();
        parts.for_each(|(i, after)| between(size, first + i * rows, &before[i * rows * size..], after));
    });
}
// ANCHOR_END: threads
