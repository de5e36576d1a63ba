//! Each rank computes the distances of one band of pairs, which it has in its own memory; rank 0 gathers them.

use great_circle::{distance, mpi::Place};
use mpi::{datatype::PartitionMut, traits::*};
use mpi_ranks::{Team, band, stopwatch};
use shared::View;

fn main() {
    let team = Team::<Place>::gather();
    let (rank, ranks) = (team.world.rank() as usize, team.world.size() as usize);
    let views = team.job.columns.each_ref().map(|column| column.open::<f64>().expect("who started us keeps the pairs"));
    let all = team.job.km.open::<f64>().expect("who started us waits for the answer");
    let n = all.len();
    let mine = band(n, rank, ranks);
    // As from a file that every rank reads its own part of, before the time begins.
    // SAFETY: while we run nobody writes to the columns.
    let read = |view: &View<f64>| unsafe { view.read(mine.clone()) }.to_vec();
    let [lon1, lat1, lon2, lat2] = views.each_ref().map(read);
    let mut km = vec![0.0; mine.len()];
    let root = team.world.process_at_rank(0);
    team.report(|| {
        let clock = stopwatch(&team.world);
        for (i, km) in km.iter_mut().enumerate() {
            *km = distance(lon1[i], lat1[i], lon2[i], lat2[i]);
        }
        if rank == 0 {
            let counts: Vec<_> = (0..ranks).map(|rank| band(n, rank, ranks).len() as i32).collect();
            let starts: Vec<_> = (0..ranks).map(|rank| band(n, rank, ranks).start as i32).collect();
            // SAFETY: rank 0 alone writes the answer, and who started us waits.
            let all = unsafe { all.write(0..n) };
            root.gather_varcount_into_root(&km[..], &mut PartitionMut::new(all, counts, starts));
        } else {
            root.gather_varcount_into(&km[..]);
        }
        clock.elapsed().as_secs_f64()
    });
}
