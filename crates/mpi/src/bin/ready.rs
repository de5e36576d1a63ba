//! Ranks with nothing to do: they are started as for a race, meet, and report.

use mpi_ranks::{Team, stopwatch};

fn main() {
    let team = Team::<()>::gather();
    team.report(|| stopwatch(&team.world).elapsed().as_secs_f64());
}
