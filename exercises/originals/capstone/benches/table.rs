//! The table of the page: your blur beside the reference's, and beside what no blur can do without.

#[path = "../../solutions/capstone/src/lib.rs"]
mod reference;

use std::{
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

const WIDTH: usize = 3000;
const PIXELS: usize = WIDTH * 2000;
const RADII: [usize; 3] = [1, 10, 100];

/// The median of the times of nine runs, or of fewer where one takes seconds; in milliseconds.
fn time(mut run: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut times = Vec::new();
    while times.is_empty() || times.len() < 9 && began.elapsed() < Duration::from_secs(6) {
        let start = Instant::now();
        run();
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    // `cargo test --all-targets` starts this too, to see whether it runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let source: Vec<u8> = (0..PIXELS as u32).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 24) as u8).collect();
    let mut target = vec![0; PIXELS];
    // Once over all of it, so that no run pays for memory that the system hands out as it is first touched.
    target.copy_from_slice(&source);

    println!("3000 × 2000 pixels, in milliseconds:\n");
    println!("| radius | yours, 1 worker | yours, {workers} | reference, 1 worker | reference, {workers} |");
    println!("|---|---|---|---|---|");
    type Blur = fn(&[u8], usize, usize, usize, &mut [u8]);
    for radius in RADII {
        print!("| {radius} |");
        for blur in [capstone::blur as Blur, reference::blur] {
            for workers in [1, workers] {
                print!(" {:.1} |", time(|| blur(black_box(&source), WIDTH, radius, workers, black_box(&mut target))));
            }
        }
        println!();
    }
    let copying = time(|| black_box(&mut target).copy_from_slice(black_box(&source)));
    println!("\nCopying the picture, as one worker does it: {copying:.1} ms.");
}
