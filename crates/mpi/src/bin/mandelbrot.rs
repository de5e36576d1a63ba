//! Rows are dealt like cards, so that each rank gets as many thick ones as thin ones; rank 0 gathers them and puts them
//! in order.

use mandelbrot::mpi::Place;
use mpi::{datatype::PartitionMut, traits::*};
use mpi_ranks::{Team, stopwatch};

fn main() {
    let team = Team::<Place>::gather();
    let (rank, ranks) = (team.world.rank() as usize, team.world.size() as usize);
    let view = team.job.view;
    let picture = team.job.counts.open::<u32>().expect("who started us waits for the answer");
    let columns = view.columns;
    let rows_of = |rank: usize| (rank..view.rows).step_by(ranks);
    let mut mine = vec![0; rows_of(rank).len() * columns];
    let mut gathered = vec![0; if rank == 0 { view.pixels() } else { 0 }];
    let root = team.world.process_at_rank(0);
    team.report(|| {
        let clock = stopwatch(&team.world);
        for (row, counts) in rows_of(rank).zip(mine.chunks_mut(columns.max(1))) {
            for (column, count) in counts.iter_mut().enumerate() {
                *count = view.escape_time(column, row);
            }
        }
        if rank == 0 {
            let counts: Vec<_> = (0..ranks).map(|rank| (rows_of(rank).len() * columns) as i32).collect();
            let starts: Vec<_> = counts.iter().scan(0, |sum, n| Some(std::mem::replace(sum, *sum + n))).collect();
            root.gather_varcount_into_root(&mine[..], &mut PartitionMut::new(&mut gathered[..], counts, starts));
            // SAFETY: rank 0 alone writes the answer, and who started us waits.
            let picture = unsafe { picture.write(0..view.pixels()) };
            let rows = (0..ranks).flat_map(rows_of);
            for (row, counts) in rows.zip(gathered.chunks(columns.max(1))) {
                picture[row * columns..(row + 1) * columns].copy_from_slice(counts);
            }
        } else {
            root.gather_varcount_into(&mine[..]);
        }
        clock.elapsed().as_secs_f64()
    });
}
