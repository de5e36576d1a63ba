//! What the system says each core does, half a second at a time, while work of known kinds runs: what `htop` draws.

use benches::{
    experiment::{Outcome, point, series},
    phases::PHASES,
};
use record::{Point, Series};
use std::{
    thread,
    time::{Duration, Instant},
};
use sysinfo::System;
use variant::Unavailable;

/// The kernel counts in hundredths of a second: a shorter look would see steps of more than 2 %.
const LOOK: Duration = Duration::from_millis(500);

/// Per cent busy, by the seconds since the start: one line for each core, one look after another, none repeated.
///
/// Each point is a single look, so its interval has no width. The counters are the whole machine's: others' work shows.
pub fn measure() -> Outcome<Series> {
    let mut system =
        System::new().map_err(|error| Unavailable::new(format!("this system says nothing of its cores: {error:?}")))?;
    let points = thread::scope(|scope| {
        let start = Instant::now();
        scope.spawn(move || {
            let mut end = start;
            for phase in PHASES {
                end += phase.length;
                phase.run(end);
            }
        });
        look(&mut system, start)
    });
    Ok(series("seconds since the start", "busy (%)", points))
}

/// Looks at the cores until all phases are over.
fn look(system: &mut System, start: Instant) -> Vec<Point> {
    let all: Duration = PHASES.iter().map(|phase| phase.length).sum();
    system.refresh_cpu_usage();
    let mut points = Vec::new();
    let looks = (all.as_millis() / LOOK.as_millis()) as u32;
    for at in 1..=looks {
        thread::sleep((start + LOOK * at).saturating_duration_since(Instant::now()));
        system.refresh_cpu_usage();
        let began = (LOOK * (at - 1)).as_secs_f64();
        for (core, cpu) in system.cpus().iter().enumerate() {
            points.push(point(format!("core {core}"), began, &[f64::from(cpu.usage())]));
        }
    }
    points.sort_by(|a, b| a.series.cmp(&b.series).then(a.x.total_cmp(&b.x)));
    points
}
