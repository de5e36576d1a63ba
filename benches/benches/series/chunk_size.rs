//! How many rows of the Mandelbrot picture should a thread take at a time?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use mandelbrot::View;
use record::Series;
use std::{sync::Mutex, thread, time::Instant};
use variant::Workers;

/// Time by the number of rows that a thread takes from the queue at once, up to one portion for each.
pub fn measure() -> Outcome<Series> {
    let view = View::whole(512);
    let rows = view.pixels() / view.columns;
    let workers = Workers::available();
    let most = workers.band(rows);
    let sizes: Vec<_> =
        std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n < most).chain([most]).collect();
    let mut counts = vec![0; view.pixels()];
    let mut times = vec![Vec::new(); sizes.len()];
    // By turns, so that a slow moment of the machine doesn't fall on one size alone. The first turn is the warm-up.
    for turn in 0..=SAMPLES {
        for (size, times) in sizes.iter().zip(&mut times) {
            let start = Instant::now();
            draw(&view, workers, *size, &mut counts);
            if turn > 0 {
                times.push(start.elapsed().as_secs_f64());
            }
        }
    }
    let points = sizes.iter().zip(&times).map(|(&size, times)| point("threads", size as f64, times)).collect();
    Ok(series("rows in a portion", "time (s)", points))
}

/// The variant `threads` of the kernel, with portions of `size` rows instead of one.
fn draw(view: &View, workers: Workers, size: usize, counts: &mut [u32]) {
    let portions = Mutex::new(counts.chunks_mut(size * view.columns).enumerate());
    let next = || portions.lock().expect("no thread panics while it holds the lock").next();
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some((p, counts)) = next() {
                    for (i, count) in counts.iter_mut().enumerate() {
                        *count = view.escape_time(i % view.columns, p * size + i / view.columns);
                    }
                }
            });
        }
    });
}
