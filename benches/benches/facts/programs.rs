//! What the cores of this machine can give at most: as many programs as there are cores, which have nothing to do with
//! each other. Threads that get as much done as they do lose nothing by being threads.

use crate::peer::{self, Peer, prepare};
use benches::{experiment::Outcome, timing::SAMPLES};
use std::time::Instant;
use variant::Workers;

/// How many times as much great circle as one program alone they get done.
pub fn gain() -> Outcome<Vec<f64>> {
    let mut programs = Programs::of("great_circle");
    programs.seconds();
    let one = |_| {
        let start = Instant::now();
        programs.0[0].ask(&[1]);
        let alone = start.elapsed().as_secs_f64();
        Ok(programs.0.len() as f64 * alone / programs.seconds())
    };
    (0..SAMPLES).map(one).collect()
}

/// Great circle on as many threads: of what they get done, the threads do so many per cent.
pub fn great_circle_threads() -> Outcome<Vec<f64>> {
    beside("great_circle", "threads")
}

/// The same with rayon.
pub fn great_circle_rayon() -> Outcome<Vec<f64>> {
    beside("great_circle", "rayon")
}

/// Mandelbrot on as many threads.
pub fn mandelbrot_threads() -> Outcome<Vec<f64>> {
    beside("mandelbrot", "threads")
}

/// The same with rayon.
pub fn mandelbrot_rayon() -> Outcome<Vec<f64>> {
    beside("mandelbrot", "rayon")
}

/// In turns: all programs solve the problem once each, at the same time; the variant solves it once with all cores.
fn beside(kernel: &str, variant: &str) -> Outcome<Vec<f64>> {
    let workers = Workers::available();
    let mut programs = Programs::of(kernel);
    let mut problem = prepare(kernel);
    let variants = lineup::kernel(kernel).expect("it is one of the kernels").variants();
    let place = variants.iter().position(|info| info.name == variant).expect("it is one of them");
    let mut turn = || {
        let programs = programs.seconds();
        let start = Instant::now();
        problem.run(place, workers)?;
        Ok(100.0 * programs / (workers.get() as f64 * start.elapsed().as_secs_f64()))
    };
    // The first one starts the pool.
    turn()?;
    (0..SAMPLES).map(|_| turn()).collect()
}

struct Programs(Vec<Peer>);

impl Programs {
    fn of(kernel: &str) -> Self {
        Self((0..Workers::available().get()).map(|_| Peer(peer::start_serial(kernel))).collect())
    }

    /// How long it takes until all have solved the problem.
    fn seconds(&mut self) -> f64 {
        let start = Instant::now();
        self.0.iter_mut().for_each(|program| program.tell(&[1]));
        self.0.iter_mut().for_each(|program| _ = program.hear());
        start.elapsed().as_secs_f64()
    }
}
