//! Runs `cyclic` on a picture whose heavy rows lie side by side.

use mandelbrot::View;
use shared::Shared;
use std::time::Instant;
use steps_threads::cyclic;
use variant::{Unavailable, Workers};

fn main() -> Result<(), Unavailable> {
    let view = View::skewed(768);
    let mut counts = Shared::zeroed(view.pixels());
    for workers in [Workers::ONE, Workers::available()] {
        let start = Instant::now();
        cyclic::run(&view, workers, &mut counts)?;
        println!("{workers} threads: {:.1?}", start.elapsed());
    }
    Ok(())
}
