//! Each unit of a CubeCL kernel computes one pixel, in single precision.

use crate::cubecl::{guarded, open};
use cubecl::prelude::*;
use mandelbrot::View;
use shared::Shared;
use std::time::{Duration, Instant};
use variant::{Unavailable, Workers};

/// Columns and rows of a cube: neighbours in both directions take a similar number of steps.
const CUBE: u32 = 8;

#[cube(launch)]
fn escape_times(left: f32, top: f32, pixel: f32, columns: u32, rows: u32, limit: u32, counts: &mut [u32]) {
    let (column, row) = (ABSOLUTE_POS_X, ABSOLUTE_POS_Y);
    if column < columns && row < rows {
        let re = left + pixel * (column as f32);
        let im = top - pixel * (row as f32);
        let mut x = 0.0f32;
        let mut y = 0.0f32;
        let mut step = 0u32;
        while step < limit && x * x + y * y <= 4.0 {
            let next = x * x - y * y + re;
            y = 2.0 * x * y + im;
            x = next;
            step += 1;
        }
        counts[(row * columns + column) as usize] = step;
    }
}

/// Writes the escape times into `counts`; returns how long the kernel took.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Duration, Unavailable> {
    let cubecl = open()?;
    guarded(|| {
        let n = counts.len();
        if n == 0 {
            return Ok(Duration::ZERO);
        }
        let answer = cubecl.room::<u32>(n);
        cubecl.wait()?;

        let start = Instant::now();
        // SAFETY: the memory holds `n` numbers.
        let out = unsafe { BufferArg::from_raw_parts(answer.clone(), n) };
        let [columns, rows] = [view.columns as u32, view.rows as u32];
        let cubes = CubeCount::Static(columns.div_ceil(CUBE), rows.div_ceil(CUBE), 1);
        let [left, top, pixel] = [view.left as f32, view.top as f32, view.pixel as f32];
        escape_times::launch(
            cubecl.client(),
            cubes,
            CubeDim::new_2d(CUBE, CUBE),
            left,
            top,
            pixel,
            columns,
            rows,
            view.limit,
            out,
        );
        cubecl.wait()?;
        let took = start.elapsed();

        counts.copy_from_slice(u32::from_bytes(&cubecl.download(answer)?));
        Ok(took)
    })
}
