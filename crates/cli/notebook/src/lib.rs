//! For the Rust prompt (evcxr) and for Jupyter: race kernels, time anything, draw numbers.
//!
//! ```
//! use notebook::{race, show, time};
//!
//! let heat = race("great_circle", [1, 2]).of(["threads", "rayon"]);
//! # println!("{}", heat.size(1000).samples(3));
//! let sum = time(|| (0..1000_u64).map(std::hint::black_box).sum::<u64>());
//! let chart = show("terms", "time (s)", [(1000.0, sum.seconds)]);
//! # println!("{chart}");
//! ```
//!
//! What a line ends with is shown: as a picture in Jupyter, as numbers in the terminal. Worker processes and the GPU
//! don't race here: a prompt can't be started a second time as a worker, and compiling the graphics library would keep
//! it waiting for minutes. `cargo lab race` has them.

mod chart;
mod heat;
mod shown;
mod stopwatch;

pub use chart::{Chart, show};
pub use heat::{Counts, Heat, race};
pub use rayon;
pub use stopwatch::{Timing, time};
