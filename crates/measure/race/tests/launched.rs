//! A race in which ranks of MPI take part: they are started, their answer is compared, and what starting them took is
//! told apart.

use libtest_mimic::{Arguments, Failed};
use race::{
    Plan,
    table::{self, Look},
};
use std::time::Duration;
use variant::Workers;

fn main() {
    let test = |_: &std::path::Path| ranks_race_beside_threads();
    let test = trials::with_tool("ranks_race_beside_threads", "mpi", || ranks::program("heat"), test);
    libtest_mimic::run(&Arguments::from_args(), vec![test]).exit();
}

fn ranks_race_beside_threads() -> Result<(), Failed> {
    let plan = Plan {
        kernel: lineup::kernel("heat").unwrap(),
        size: 200,
        variants: vec!["rayon".into(), "mpi".into()],
        against: None,
        workers: vec![Workers::ONE, Workers::new(2).unwrap()],
        samples: 5,
        budget: Duration::from_secs(1),
        cold: false,
    };
    let race = race::run(&plan, record::describe("test", "none"), |_| ()).map_err(|failed| failed.to_string())?;
    for workers in [1, 2] {
        let ranks = race.entry("mpi", workers).ok_or("no ranks")?;
        assert_eq!((ranks.unavailable.as_deref(), ranks.samples), (None, 5));
        let (work, start) = (ranks.median_s.unwrap(), ranks.start_s.unwrap());
        assert!(start > 0.0 && work > 0.0 && ranks.speedup.is_some(), "{ranks:?}");
        assert_eq!(race.entry("rayon", workers).unwrap().start_s, None, "rayon starts no programs");
    }
    assert_eq!(race.to_json().matches("start_s").count(), 2);
    let table = table::body(&race, Look { width: 80, colour: None });
    assert!(table.contains("mpi/2: to start its processes took "), "{table}");
    Ok(())
}
