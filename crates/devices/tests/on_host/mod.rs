//! Kernels in CUDA C, run as C++ on the host, against `serial`.

mod fused;

use crate::{
    common::{agrees_at, needs},
    host::{self, Host},
};
use ::scan::Numbers;
use devices::saxpy;
use great_circle::Pairs;
use libtest_mimic::{Failed, Trial};
use mandelbrot::View;
use matmul::Matrices;
use shared::Shared;
use std::sync::OnceLock;
use variant::{Here, Unavailable, Variant, Way, Workers};

/// Sizes, small ones: threads are started anew for each block. The last has more than one block in every kernel.
const SIZES: &[usize] = &[0, 1, 256, 1009];
/// The same of pictures and matrices.
const ROWS: &[usize] = &[0, 1, 16, 37];

pub fn trials() -> Vec<Trial> {
    let trial = |name: &str, test: fn() -> Result<(), Failed>| {
        needs("c++", host::found(), format!("{name} as C++ on the host"), test)
    };
    vec![
        trial("great_circle", || agrees_at(&great_circle::KERNEL, &played(distances), SIZES)),
        trial("matmul", || agrees_at(&matmul::KERNEL, &played(multiply), ROWS)),
        trial("mandelbrot", || agrees_at(&mandelbrot::KERNEL, &played(escape_times), ROWS)),
        trial("scan", || agrees_at(&::scan::KERNEL, &played(running_totals), SIZES)),
        trial("saxpy", || adds(saxpy::PLAIN, 1)),
        trial("saxpy by fours", || adds(saxpy::VECTORS, 4)),
        trial("a barrier that somebody misses is noticed", somebody_misses_a_barrier),
        Trial::test("what fused products do to Mandelbrot's pixels", fused::pixels_that_differ),
    ]
}

/// A row of what the host plays.
fn played<P, A>(run: Here<P, A>) -> Variant<P, A> {
    Variant::new("on_host", Way::Gpu, None, run)
}

fn distances(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    type Distances = unsafe extern "C" fn(*const f64, *const f64, *const f64, *const f64, *mut f64, u64);
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(|| Host::new(include_str!("../../src/cuda/great_circle.cu")));
    // SAFETY: the kernel's arguments in CUDA are these.
    let kernel: Distances = unsafe { host.kernel("distances") };
    let [lon1, lat1] = [pairs.lon1.as_ptr(), pairs.lat1.as_ptr()];
    let [lon2, lat2] = [pairs.lon2.as_ptr(), pairs.lat2.as_ptr()];
    let (answer, n) = (km.as_mut_ptr(), km.len());
    host.launch([n.div_ceil(64) as u32, 1], [64, 1], || {
        // SAFETY: all five columns have this length, and nobody else uses the answer.
        unsafe { kernel(lon1, lat1, lon2, lat2, answer, n as u64) }
    })
}

fn multiply(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(|| Host::new(include_str!("../../src/cuda/matmul.cu")));
    // SAFETY: the kernel's arguments in CUDA are these.
    let kernel: unsafe extern "C" fn(*const f64, *const f64, *mut f64, u64) = unsafe { host.kernel("multiply") };
    let (a, b, answer, n) = (matrices.a().as_ptr(), matrices.b().as_ptr(), c.as_mut_ptr(), matrices.len());
    let tiles = n.div_ceil(16) as u32;
    host.launch([tiles, tiles], [16, 16], || {
        // SAFETY: all three matrices have so many rows, and nobody else uses the answer.
        unsafe { kernel(a, b, answer, n as u64) }
    })
}

fn escape_times(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    type EscapeTimes = unsafe extern "C" fn(f64, f64, f64, u32, u32, u32, *mut u32);
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(|| Host::new(include_str!("../../src/cuda/mandelbrot.cu")));
    // SAFETY: the kernel's arguments in CUDA are these.
    let kernel: EscapeTimes = unsafe { host.kernel("escape_times") };
    let (view, answer) = (*view, counts.as_mut_ptr());
    let [columns, rows] = [view.columns as u32, view.rows as u32];
    host.launch([columns.div_ceil(8), rows.div_ceil(8)], [8, 8], || {
        // SAFETY: the picture has so many pixels, and nobody else uses it.
        unsafe { kernel(view.left, view.top, view.pixel, columns, rows, view.limit, answer) }
    })
}

fn running_totals(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(|| Host::new(include_str!("../../src/cuda/scan.cu")));
    blocks_of(host, numbers, totals)
}

/// As the host code in `src/cuda/scan.rs`.
fn blocks_of(host: &Host, x: &[u64], y: &mut [u64]) -> Result<(), Unavailable> {
    type Totals = unsafe extern "C" fn(*const u64, *const u64, *mut u64, u64);
    // SAFETY: the kernels' arguments in CUDA are these.
    let sums: unsafe extern "C" fn(*const u64, *mut u64, u64) = unsafe { host.kernel("sums_of_blocks") };
    // SAFETY: the same.
    let totals: Totals = unsafe { host.kernel("totals") };
    let (n, blocks) = (x.len() as u64, x.len().div_ceil(256));
    let (mut of_blocks, mut before) = (vec![0; blocks], vec![0; blocks]);
    if blocks > 1 {
        let (x, of_blocks) = (x.as_ptr(), of_blocks.as_mut_ptr());
        // SAFETY: there is a sum for each block.
        host.launch([blocks as u32, 1], [256, 1], || unsafe { sums(x, of_blocks, n) })?;
    }
    if blocks > 1 {
        blocks_of(host, &of_blocks, &mut before)?;
    }
    let (x, before, y) = (x.as_ptr(), before.as_ptr(), y.as_mut_ptr());
    // SAFETY: both have `n` numbers, and there is a total for each block.
    host.launch([blocks as u32, 1], [256, 1], || unsafe { totals(x, before, y, n) })
}

/// Adds vectors of several lengths, and looks past their ends.
fn adds(source: &str, each: usize) -> Result<(), Failed> {
    let host = Host::new(source);
    // SAFETY: the kernel's arguments in CUDA are these.
    let kernel: unsafe extern "C" fn(f32, *const f32, *mut f32, u32) = unsafe { host.kernel("saxpy") };
    for n in [0, 1, 3, 4, 5, 256, 1003_usize] {
        // As the driver aligns them.
        let mut numbers = Shared::<f32>::zeroed(2048);
        numbers.fill_with(|| 7.0);
        let (x, y) = numbers.split_at_mut(1024);
        for (i, x) in x.iter_mut().enumerate() {
            *x = i as f32;
        }
        let (from, to) = (x.as_ptr(), y.as_mut_ptr());
        let blocks = n.div_ceil(256 * each) as u32;
        // SAFETY: both are longer than `n`.
        host.launch([blocks, 1], [256, 1], || unsafe { kernel(2.0, from, to, n as u32) })?;
        for (i, &y) in y.iter().enumerate() {
            let want = if i < n { 2.0 * i as f32 + 7.0 } else { 7.0 };
            if y != want {
                return Err(format!("{n} numbers: number {i} is {y}, and should be {want}").into());
            }
        }
    }
    Ok(())
}

fn somebody_misses_a_barrier() -> Result<(), Failed> {
    let host = Host::new(
        r#"extern "C" __global__ void sum(unsigned n)
        {
            if (threadIdx.x >= n)
                return;
            __syncthreads();
        }"#,
    );
    // SAFETY: the kernel's argument is this.
    let kernel: unsafe extern "C" fn(u32) = unsafe { host.kernel("sum") };
    // SAFETY: it touches no memory.
    host.launch([2, 1], [8, 1], || unsafe { kernel(8) })?;
    // SAFETY: the same.
    match host.launch([2, 1], [8, 1], || unsafe { kernel(5) }) {
        Err(_) => Ok(()),
        Ok(()) => Err("nobody noticed".into()),
    }
}
