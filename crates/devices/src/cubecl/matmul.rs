//! Each cube of a CubeCL kernel computes a tile of the product, in single precision, which holds these whole numbers
//! exactly.

use crate::cubecl::{guarded, open};
use cubecl::prelude::*;
use matmul::Matrices;
use rayon::prelude::*;
use std::time::{Duration, Instant};
use variant::{Unavailable, Workers};

/// Rows and columns of a tile.
const TILE: usize = 16;

#[cube(launch)]
fn multiply(a: &[f32], b: &[f32], c: &mut [f32], n: usize) {
    let mut tile_a = Shared::<[f32]>::new_slice(TILE * TILE);
    let mut tile_b = Shared::<[f32]>::new_slice(TILE * TILE);
    let (row, column) = (ABSOLUTE_POS_Y as usize, ABSOLUTE_POS_X as usize);
    let (y, x) = (UNIT_POS_Y as usize, UNIT_POS_X as usize);
    let mut sum = 0.0f32;
    for tile in 0..n.div_ceil(TILE) {
        let first = tile * TILE;
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y * TILE + x] = if row < n && first + x < n { a[row * n + first + x] } else { 0.0f32 };
        tile_b[y * TILE + x] = if first + y < n && column < n { b[(first + y) * n + column] } else { 0.0f32 };
        sync_cube();
        #[unroll]
        for k in 0..TILE {
            sum += tile_a[y * TILE + k] * tile_b[k * TILE + x];
        }
        // Nobody loads the next tiles while somebody still reads these.
        sync_cube();
    }
    if row < n && column < n {
        c[row * n + column] = sum;
    }
}

/// Writes the product into `c`; returns how long the kernel took, once the matrices lay there.
pub fn run(matrices: &Matrices, _: Workers, c: &mut shared::Shared<f64>) -> Result<Duration, Unavailable> {
    let cubecl = open()?;
    guarded(|| {
        let n = matrices.len();
        if n == 0 {
            return Ok(Duration::ZERO);
        }
        let single = |numbers: &[f64]| cubecl.upload(numbers.par_iter().map(|&x| x as f32).collect::<Vec<_>>());
        let (a, b, answer) = (single(matrices.a()), single(matrices.b()), cubecl.room::<f32>(n * n));
        cubecl.wait()?;

        let start = Instant::now();
        // SAFETY: the memory holds a matrix each.
        let [a, b, out] = [&a, &b, &answer].map(|memory| unsafe { BufferArg::from_raw_parts(memory.clone(), n * n) });
        let (tiles, tile) = (n.div_ceil(TILE) as u32, TILE as u32);
        let cubes = CubeCount::Static(tiles, tiles, 1);
        multiply::launch(cubecl.client(), cubes, CubeDim::new_2d(tile, tile), a, b, out, n);
        cubecl.wait()?;
        let took = start.elapsed();

        let bytes = cubecl.download(answer)?;
        c.par_iter_mut().zip(f32::from_bytes(&bytes)).for_each(|(c, &single)| *c = f64::from(single));
        Ok(took)
    })
}
