//! Ranks compute every so-manieth row each, and send them to rank 0. What they do stands in
//! `crates/mpi/src/bin/mandelbrot.rs`; here they are started.

use crate::View;
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// What the ranks are told.
#[derive(Serialize, Deserialize)]
pub struct Place {
    /// The picture.
    pub view: View,
    /// Where rank 0 writes all escape times.
    pub counts: Handle,
}

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<Took, Unavailable> {
    ranks::solve("mandelbrot", workers, &Place { view: *view, counts: counts.handle() })
}
