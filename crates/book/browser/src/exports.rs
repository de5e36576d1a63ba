//! What JavaScript sees. Numbers of workers are `f64` where a law is asked, as in [`laws`].

use wasm_bindgen::prelude::*;

// ANCHOR: picture
/// The demo's picture, `columns` pixels wide.
#[wasm_bindgen]
pub struct Picture(crate::Picture);

#[wasm_bindgen]
impl Picture {
    #[wasm_bindgen(constructor)]
    pub fn new(columns: usize, simd: bool) -> Self {
        Self(crate::Picture::valley(columns, simd))
    }

    /// The escape times of tile `k`, row by row: a copy, outside this module's memory.
    pub fn compute(&self, k: usize) -> Vec<u32> {
        let tile = self.0.tile(k);
        let mut counts = vec![0; tile.width * tile.height];
        self.0.fill(k, &mut counts);
        counts
    }
    // ANCHOR_END: picture

    /// The title page's picture: the whole set in bands of `rows` rows, with as much work as `limit` makes it.
    pub fn bands(columns: usize, rows: usize, limit: u32) -> Self {
        Self(crate::Picture::bands(columns, rows, limit))
    }

    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn columns(&self) -> usize {
        self.0.view.columns
    }

    /// Rows of pixels.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.0.view.rows
    }

    /// Steps after which a point counts as inside.
    #[wasm_bindgen(getter)]
    pub fn limit(&self) -> u32 {
        self.0.view.limit
    }

    /// The number of tiles.
    #[wasm_bindgen(getter)]
    pub fn tiles(&self) -> usize {
        self.0.tiles()
    }

    /// Left, top, width and height of tile `k`, pixels.
    pub fn tile(&self, k: usize) -> Vec<u32> {
        let tile = self.0.tile(k);
        [tile.left, tile.top, tile.width, tile.height].map(|pixels| pixels as u32).to_vec()
    }
}

/// Side of a tile, pixels.
#[wasm_bindgen(js_name = tileSide)]
pub fn tile_side() -> usize {
    crate::TILE
}

/// The serial fraction that explains these speedups best, or nothing where they can't tell: [`laws::karp_flatt::fit`].
#[wasm_bindgen(js_name = serialFraction)]
pub fn serial_fraction(workers: &[f64], speedups: &[f64]) -> Option<f64> {
    laws::karp_flatt::fit(workers.iter().copied().zip(speedups.iter().copied()))
}

/// Amdahl's law: [`laws::amdahl::speedup`].
#[wasm_bindgen]
pub fn amdahl(parallel: f64, workers: f64) -> f64 {
    laws::amdahl::speedup(parallel, workers)
}

#[cfg(target_feature = "atomics")]
pub use shared_memory::*;

#[cfg(target_feature = "atomics")]
mod shared_memory {
    use std::sync::Arc;
    use wasm_bindgen::prelude::*;
    pub use wasm_bindgen_rayon::init_thread_pool;

    // ANCHOR: board
    /// A picture in memory that the page sees too.
    #[wasm_bindgen]
    pub struct Board(crate::Board);

    #[wasm_bindgen]
    impl Board {
        #[wasm_bindgen(constructor)]
        pub fn new(columns: usize, simd: bool) -> Self {
            Self(crate::Board::new(crate::Picture::valley(columns, simd)))
        }

        /// Computes every tile; returns when all are done or were left undone.
        pub fn run(&mut self) {
            self.0.run();
        }

        /// Where in memory the escape times, the makers' numbers and the stop flag begin, bytes.
        pub fn addresses(&self) -> Vec<usize> {
            vec![self.0.counts.as_ptr().addr(), self.0.makers.as_ptr().addr(), Arc::as_ptr(&self.0.stop).addr()]
        }
    }
    // ANCHOR_END: board
}
