//! The product of matrices: what each step gains, how close the last one is to the peak, and how it compares with
//! OpenBLAS. All in turns.

use ::matmul::{Matrices, VARIANTS, packed, simd, tiles::Tile, vectors::Vector};
use benches::experiment::Outcome;
use shared::Shared;
use std::{array, hint::black_box, sync::Barrier, thread, time::Instant};
use variant::{Unavailable, Workers};

/// What k-blocks, aligned panels and named vectors gain on one core, with vectors of the same length before and after:
/// AVX2's at most.
pub fn packed_gain() -> Outcome<Vec<f64>> {
    let narrow = tile("AVX2").or_else(|_| tile("baseline"))?;
    let matrices = Matrices::random(1000, 7);
    in_turns(1000, |c| simd::run(&matrices, Workers::ONE, c), |c| product(narrow, &matrices, c))
}

/// What AVX-512 gains over AVX2 in that, on one core.
pub fn avx512_gain() -> Outcome<Vec<f64>> {
    let (narrow, wide) = (tile("AVX2")?, tile("AVX-512")?);
    let matrices = Matrices::random(1000, 7);
    in_turns(1000, |c| product(narrow, &matrices, c), |c| product(wide, &matrices, c))
}

/// How many times as fast as on one core the product is on all.
pub fn rayon_gain() -> Outcome<Vec<f64>> {
    beside("packed", "packed_rayon", 1000, Workers::available())
}

/// How many times as fast as OpenBLAS `packed` is on one core, for a thousand rows.
pub fn beside_openblas_1000() -> Outcome<Vec<f64>> {
    beside("openblas", "packed", 1000, Workers::ONE)
}

/// The same for two thousand.
pub fn beside_openblas_2000() -> Outcome<Vec<f64>> {
    beside("openblas", "packed", 2000, Workers::ONE)
}

/// The same on all cores, for a thousand rows.
pub fn beside_openblas_1000_all() -> Outcome<Vec<f64>> {
    beside("openblas", "packed_rayon", 1000, Workers::available())
}

/// The same on all cores, for two thousand.
pub fn beside_openblas_2000_all() -> Outcome<Vec<f64>> {
    beside("openblas", "packed_rayon", 2000, Workers::available())
}

/// The share of one core's peak that `packed` reaches with a thousand rows, per cent.
pub fn of_peak_1000() -> Outcome<Vec<f64>> {
    of_peak("packed", 1000, Workers::ONE)
}

/// The same with two thousand.
pub fn of_peak_2000() -> Outcome<Vec<f64>> {
    of_peak("packed", 2000, Workers::ONE)
}

/// The same of all cores' peak, with two thousand.
pub fn of_peak_2000_all() -> Outcome<Vec<f64>> {
    of_peak("packed_rayon", 2000, Workers::available())
}

/// The share of one core's peak that OpenBLAS reaches with two thousand rows, per cent.
pub fn openblas_of_peak_2000() -> Outcome<Vec<f64>> {
    of_peak("openblas", 2000, Workers::ONE)
}

fn tile(name: &str) -> Outcome<Tile> {
    let tile = Tile::all().into_iter().find(|tile| tile.name == name);
    tile.ok_or_else(|| Unavailable::new(format!("this processor has no {name}")))
}

fn product(tile: Tile, matrices: &Matrices, c: &mut [f64]) -> Outcome<()> {
    packed::product(tile, matrices, c);
    Ok(())
}

/// One variant, ready to run.
fn runs<'m>(
    name: &str,
    matrices: &'m Matrices,
    workers: Workers,
) -> impl FnMut(&mut Shared<f64>) -> Outcome<()> + use<'m> {
    let variant = VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
    move |c| variant.run(matrices, workers, c).map(drop)
}

fn beside(before: &str, after: &str, n: usize, workers: Workers) -> Outcome<Vec<f64>> {
    let matrices = Matrices::random(n, 7);
    in_turns(n, runs(before, &matrices, workers), runs(after, &matrices, workers))
}

/// How many times as long the first takes as the second, turn by turn, into one answer's memory.
fn in_turns(
    n: usize,
    mut slow: impl FnMut(&mut Shared<f64>) -> Outcome<()>,
    mut quick: impl FnMut(&mut Shared<f64>) -> Outcome<()>,
) -> Outcome<Vec<f64>> {
    let mut c = Shared::zeroed(n * n);
    let mut turn = || Ok(seconds(&mut slow, &mut c)? / seconds(&mut quick, &mut c)?);
    turn()?;
    (0..samples(n)).map(|_| turn()).collect()
}

fn of_peak(name: &str, n: usize, workers: Workers) -> Outcome<Vec<f64>> {
    let matrices = Matrices::random(n, 7);
    let mut run = runs(name, &matrices, workers);
    let mut c = Shared::zeroed(n * n);
    let mut turn = || {
        let reached = 2.0 * (n as f64).powi(3) / seconds(&mut run, &mut c)?;
        Ok(100.0 * reached / peak(workers))
    };
    turn()?;
    (0..samples(n)).map(|_| turn()).collect()
}

fn seconds(run: &mut impl FnMut(&mut Shared<f64>) -> Outcome<()>, c: &mut Shared<f64>) -> Outcome<f64> {
    let start = Instant::now();
    run(c)?;
    Ok(start.elapsed().as_secs_f64())
}

/// A turn of two thousand rows takes half a second and more.
fn samples(n: usize) -> usize {
    if n > 1000 { 11 } else { 31 }
}

/// Operations in a second that so many cores do in the widest vectors there are, in registers, two for each
/// multiply-add.
pub fn peak(workers: Workers) -> f64 {
    let workers = workers.get();
    let (begin, end) = (Barrier::new(workers + 1), Barrier::new(workers + 1));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                begin.wait();
                black_box(widest(black_box(0.5)));
                end.wait();
            });
        }
        begin.wait();
        let start = Instant::now();
        end.wait();
        2.0 * (STEPS * CHAINS * lanes() * workers) as f64 / start.elapsed().as_secs_f64()
    })
}

/// Steps of each chain: some fifteen milliseconds.
const STEPS: usize = 8_000_000;
/// Chains of multiply-adds that don't wait for each other: two units with a latency of four or five cycles need ten.
const CHAINS: usize = 12;

#[cfg(target_arch = "x86_64")]
fn lanes() -> usize {
    match Tile::all()[0].name {
        "AVX-512" => 8,
        "AVX2" => 4,
        _ => 2,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn lanes() -> usize {
    2
}

/// The sum of all chains, in the vectors of the first of [`Tile::all`].
fn widest(factor: f64) -> f64 {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{__m256d, __m512d};
        #[target_feature(enable = "avx512f")]
        fn avx512(factor: f64) -> f64 {
            // SAFETY: AVX-512 is there, or this function couldn't have been called.
            unsafe { chains::<__m512d>(factor) }
        }
        #[target_feature(enable = "avx2,fma")]
        fn avx2(factor: f64) -> f64 {
            // SAFETY: as above.
            unsafe { chains::<__m256d>(factor) }
        }
        match lanes() {
            // SAFETY: the first of the tiles is one that this processor has instructions for.
            8 => return unsafe { avx512(factor) },
            // SAFETY: as above.
            4 => return unsafe { avx2(factor) },
            _ => {}
        }
    }
    // SAFETY: two numbers in an array need no instructions that a processor could lack.
    unsafe { chains::<[f64; 2]>(factor) }
}

/// `x = x × factor + 1`, in so many chains.
///
/// # Safety
/// The processor has the vector's instructions.
#[inline(always)]
unsafe fn chains<V: Vector>(factor: f64) -> f64 {
    // SAFETY: by the caller's promise; eight numbers are as many as the longest vector has.
    unsafe {
        let (one, factor) = (V::splat(1.0), V::splat(factor));
        let mut sums: [V; CHAINS] = array::from_fn(|_| one);
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = one.plus_product(*sum, factor);
            }
        }
        let mut all = 0.0;
        for sum in sums {
            let mut numbers = [0.0; 8];
            sum.store(&mut numbers);
            all += numbers.iter().sum::<f64>();
        }
        all
    }
}
