//! Three steps of CubeCL kernels: the sum of each block, the running totals of those sums, the running totals of each
//! block. The second step is all three again, on as many numbers as there were blocks.

use crate::cubecl::{CubeCl, guarded, open};
use cubecl::{prelude::*, server::Handle};
use scan::Numbers;
use std::time::{Duration, Instant};
use variant::{Unavailable, Workers};

/// Numbers in a block, and units in a cube.
const BLOCK: usize = 256;

/// The sum of each block.
#[cube(launch)]
fn sums_of_blocks(x: &[u64], sums: &mut [u64]) {
    let mut partial = Shared::<[u64]>::new_slice(BLOCK);
    let (at, i) = (ABSOLUTE_POS, UNIT_POS as usize);
    partial[i] = if at < x.len() { x[at] } else { 0u64 };
    let mut half = (BLOCK / 2).runtime();
    while half > 0 {
        sync_cube();
        if i < half {
            let other = partial[i + half];
            partial[i] += other;
        }
        half /= 2;
    }
    if i == 0 && CUBE_POS < sums.len() {
        sums[CUBE_POS] = partial[0];
    }
}

/// Running totals of each block, which start from the total of all blocks before.
#[cube(launch)]
fn totals(x: &[u64], before: &[u64], y: &mut [u64]) {
    let mut sums = Shared::<[u64]>::new_slice(BLOCK);
    let (at, i) = (ABSOLUTE_POS, UNIT_POS as usize);
    let mut sum = if at < x.len() { x[at] } else { 0u64 };
    sums[i] = sum;
    let mut by = 1usize;
    while by < BLOCK {
        sync_cube();
        if i >= by {
            sum += sums[i - by];
        }
        // Nobody stores before everybody has read.
        sync_cube();
        sums[i] = sum;
        by *= 2;
    }
    if at < y.len() {
        if CUBE_POS > 0 {
            sum += before[CUBE_POS - 1];
        }
        y[at] = sum;
    }
}

/// Writes the running totals of `numbers` into `totals`; returns how long the kernels took, once the numbers lay there.
pub fn run(numbers: &Numbers, _: Workers, totals: &mut shared::Shared<u64>) -> Result<Duration, Unavailable> {
    let cubecl = open()?;
    cubecl.knows_u64()?;
    guarded(|| {
        if numbers.is_empty() {
            return Ok(Duration::ZERO);
        }
        let x = cubecl.upload(numbers.to_vec());
        cubecl.wait()?;

        let start = Instant::now();
        let y = scan(cubecl, &x, numbers.len());
        cubecl.wait()?;
        let took = start.elapsed();

        totals.copy_from_slice(u64::from_bytes(&cubecl.download(y)?));
        Ok(took)
    })
}

/// The running totals of the `n` numbers in `x`; all data stays on the adapter.
fn scan(cubecl: &CubeCl, x: &Handle, n: usize) -> Handle {
    let (client, cube) = (cubecl.client(), CubeDim::new_1d(BLOCK as u32));
    let (blocks, y) = (n.div_ceil(BLOCK), cubecl.room::<u64>(n));
    let cubes = || cubecl::calculate_cube_count_elemwise(client, n, cube);
    // SAFETY: so many numbers lie in that memory.
    let all = |memory: &Handle, n| unsafe { BufferArg::from_raw_parts(memory.clone(), n) };
    let mut before = cubecl.room::<u64>(blocks);
    if blocks > 1 {
        sums_of_blocks::launch(client, cubes(), cube, all(x, n), all(&before, blocks));
        before = scan(cubecl, &before, blocks);
    }
    totals::launch(client, cubes(), cube, all(x, n), all(&before, blocks), all(&y, n));
    y
}
