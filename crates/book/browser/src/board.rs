//! A picture in shared memory: rayon's threads write its tiles, and whoever can see the memory may watch.

use crate::{Picture, TILE};
use rayon::prelude::*;
use std::sync::{
    Arc,
    atomic::{
        AtomicU32,
        Ordering::{Relaxed, Release},
    },
};

/// A picture and the memory it is computed in.
pub struct Board {
    picture: Picture,
    /// Escape times, tile after tile: tile `k`'s begin at `k * TILE * TILE`.
    pub counts: Vec<u32>,
    /// For each tile 0 until it is done, then the number of the worker that did it, counted from 1.
    pub makers: Arc<[AtomicU32]>,
    /// Anything but 0 asks the threads to leave the remaining tiles undone.
    pub stop: Arc<AtomicU32>,
}

impl Board {
    /// Memory for `picture`, no tile computed.
    pub fn new(picture: Picture) -> Self {
        let tiles = picture.tiles();
        Self {
            picture,
            counts: vec![0; tiles * TILE * TILE],
            makers: (0..tiles).map(|_| AtomicU32::new(0)).collect(),
            stop: Arc::default(),
        }
    }

    // ANCHOR: run
    /// Computes every tile, on as many threads as rayon has.
    pub fn run(&mut self) {
        let Self { picture, counts, makers, stop } = self;
        counts.par_chunks_mut(TILE * TILE).zip(&**makers).enumerate().with_max_len(1).for_each(
            |(k, (counts, maker))| {
                if stop.load(Relaxed) == 0 {
                    picture.fill(k, counts);
                    let worker = rayon::current_thread_index().map_or(1, |index| index as u32 + 1);
                    // Release: whoever reads the worker's number finds the tile's pixels written.
                    maker.store(worker, Release);
                }
            },
        );
    }
    // ANCHOR_END: run
}
