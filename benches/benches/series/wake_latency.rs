//! How late is a thread that is told to go on, by how long it has waited, and how?

use benches::{
    experiment::{Outcome, point, series},
    timing::each,
};
use record::Series;
use std::{
    hint,
    sync::mpsc,
    time::{Duration, Instant},
};
use steps_threads::waking;
use variant::{Unavailable, Workers};

/// Microseconds that the thread waits.
const IDLE: [u64; 11] = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];

/// Time until the thread runs, by how long it has waited: awake, parked, and as a worker of rayon's, which first looks
/// for work and then sleeps.
pub fn measure() -> Outcome<Series> {
    let mut points = Vec::new();
    for micros in IDLE {
        let idle = Duration::from_micros(micros);
        let mut line = |name, lateness: &mut dyn FnMut() -> Outcome<Duration>| -> Outcome<()> {
            points.push(point(name, micros as f64, &each(1, lateness)?));
            Ok(())
        };
        line("spinning", &mut || Ok(waking::lateness(waking::spinning, idle)))?;
        line("parked", &mut || Ok(waking::lateness(waking::parked, idle)))?;
        line("rayon", &mut || rayons(idle))?;
    }
    Ok(series("microseconds of waiting", "time until it runs (s)", points))
}

/// How late a worker of rayon's is whose last job ended `idle` ago.
fn rayons(idle: Duration) -> Outcome<Duration> {
    let pool = pools::rayon(Workers::ONE);
    pool.install(|| ());
    let begun = Instant::now();
    while begun.elapsed() < idle {
        hint::spin_loop();
    }
    let (on, went_on) = mpsc::channel();
    let told = Instant::now();
    pool.spawn(move || {
        let _ = on.send(Instant::now());
    });
    let on = went_on.recv().map_err(|lost| Unavailable::new(lost.to_string()))?;
    Ok(on.saturating_duration_since(told))
}
