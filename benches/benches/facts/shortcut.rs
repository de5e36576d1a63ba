//! The boss of the chapter on the limit: how far the shortcut is from what the cores can do, and from where it began.

use ::shortcut::{Distances, KERNEL, VARIANTS, shorter, wide_rayon};
use benches::{
    experiment::Outcome,
    timing::{in_turns, repeat},
};
use instruction_set::{Set, in_use, widest};
use libloading::{Library, Symbol};
use shared::Shared;
use std::{env, ffi::c_int, hint::black_box, sync::LazyLock, thread, time::Instant};
use variant::{Unavailable, Workers};

/// Places. The distances are 64 MB, more than the caches hold.
const PLACES: usize = 4000;
/// Not 31: a sample takes seconds. Fewer than six have no interval for their median that can be relied on.
const FEW: usize = 7;

/// Additions with a minimum each that one core does in a nanosecond when it has to load nothing.
pub fn stops_numbers() -> Outcome<Vec<f64>> {
    stops::<false>()
}

/// The same with minima of the bits.
pub fn stops_bits() -> Outcome<Vec<f64>> {
    stops::<true>()
}

/// How many times as fast a version is as the one before it on one core, the two in turns, at the size of the race.
macro_rules! steps {
    ($($fact:ident: $before:literal $after:literal),* $(,)?) => {
        $(pub fn $fact() -> Outcome<Vec<f64>> {
            neighbours(($before, 1), ($after, 1))
        })*
    };
}

steps! {
    linear_gain: "serial" "linear",
    ilp_gain: "linear" "ilp",
    simd_gain: "ilp" "simd",
    registers_gain: "simd" "registers",
    outer_gain: "registers" "outer",
    blocks_1000_gain: "outer" "blocks",
    bits_gain: "blocks" "bits",
    wide_gain: "bits" "wide",
}

/// The same for the last version, on two workers and on one.
pub fn two_workers_gain() -> Outcome<Vec<f64>> {
    neighbours(("bits", 1), ("bits_rayon", 2))
}

/// The same for version 8.
pub fn wide_two_workers_gain() -> Outcome<Vec<f64>> {
    neighbours(("wide", 1), ("wide_rayon", 2))
}

fn neighbours(before: (&str, usize), after: (&str, usize)) -> Outcome<Vec<f64>> {
    let distances = Distances::random(KERNEL.default_size, 7);
    let run = |(name, workers)| {
        let version = VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
        let workers = Workers::new(workers).expect("at least one");
        let mut r = Shared::zeroed(distances.len() * distances.len());
        let distances = &distances;
        move || version.run(distances, workers, &mut r).map(drop)
    };
    Ok(in_turns(run(before), run(after)))
}

/// The last version on all cores, 4,000 places.
pub fn last() -> Outcome<Vec<f64>> {
    let mut r = Shared::zeroed(PLACES * PLACES);
    (0..FEW).map(|_| seconds(&mut r)).collect()
}

/// How many times as fast that is as the naive version on one core. Of the naive version twenty rows in 4,000 are
/// computed and the time multiplied by 200: every row takes the same steps, through all of the distances.
pub fn gain() -> Outcome<Vec<f64>> {
    const ROWS: usize = 20;
    let d = DISTANCES.rows();
    let mut r = Shared::zeroed(PLACES * PLACES);
    seconds(&mut r)?;
    let one = |_| {
        let start = Instant::now();
        for i in (0..PLACES).step_by(PLACES / ROWS) {
            for j in 0..PLACES {
                let best =
                    (0..PLACES).fold(f32::INFINITY, |best, k| shorter(best, d[i * PLACES + k], d[k * PLACES + j]));
                assert_eq!(best, r[i * PLACES + j], "the last version is wrong from {i} to {j}");
            }
        }
        let naive = start.elapsed().as_secs_f64() * (PLACES / ROWS) as f64;
        Ok(naive / seconds(&mut r)?)
    };
    (0..FEW).map(one).collect()
}

/// How many times as fast blocks make version 5 where the matrix is larger than the caches, on one core.
pub fn blocks_gain() -> Outcome<Vec<f64>> {
    side_by_side(1)
}

/// The same while every core does so at the same time: the memory is shared.
pub fn blocks_gain_shared() -> Outcome<Vec<f64>> {
    side_by_side(Workers::available().get())
}

/// Version 5's time over version 6's, in turns, where so many threads each compute all of the answer.
fn side_by_side(threads: usize) -> Outcome<Vec<f64>> {
    let mut answers: Vec<_> = (0..threads).map(|_| Shared::zeroed(PLACES * PLACES)).collect();
    let mut seconds = |name| {
        let version = VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
        let distances = &*DISTANCES;
        let start = Instant::now();
        thread::scope(|scope| {
            let threads = answers.iter_mut().map(|r| scope.spawn(|| version.run(distances, Workers::ONE, r)));
            let threads: Vec<_> = threads.collect();
            threads.into_iter().try_for_each(|thread| thread.join().expect("it only computes").map(drop))
        })?;
        Ok::<_, Unavailable>(start.elapsed().as_secs_f64())
    };
    // The first touch of the answers.
    seconds("blocks")?;
    (0..FEW).map(|_| Ok(seconds("outer")? / seconds("blocks")?)).collect()
}

/// How many times as fast the last version is as the last one of the course in C++ with OpenMP, both on all cores, in
/// turns. `benches/README.md` says how to make the library that `SHORTCUT_PEER` names.
pub fn beside_cpp() -> Outcome<Vec<f64>> {
    let path = env::var_os("SHORTCUT_PEER").ok_or_else(|| {
        Unavailable::new(
            "set SHORTCUT_PEER to the library of the version in C++; benches/README.md says how to make it",
        )
    })?;
    let broken = |error| Unavailable::new(format!("the library that SHORTCUT_PEER names can't be used: {error}"));
    // SAFETY: whoever names a library has it run.
    let library = unsafe { Library::new(path) }.map_err(broken)?;
    // It stays loaded: OpenMP's threads, which sleep in its code, are never ended.
    let library: &Library = Box::leak(Box::new(library));
    // SAFETY: its header declares `void step(float*, const float*, int)`.
    let step: Symbol<'_, unsafe extern "C" fn(*mut f32, *const f32, c_int)> =
        unsafe { library.get(b"step") }.map_err(broken)?;
    let mut theirs = vec![0.0_f32; PLACES * PLACES];
    let mut ours = Shared::zeroed(PLACES * PLACES);
    let mut turn = || {
        let start = Instant::now();
        // SAFETY: both matrices have `PLACES` rows of as many numbers.
        unsafe { step(theirs.as_mut_ptr(), DISTANCES.rows().as_ptr(), PLACES as c_int) };
        let seconds_in_cpp = start.elapsed().as_secs_f64();
        let ratio = seconds_in_cpp / seconds(&mut ours)?;
        assert!(theirs[..] == ours[..], "the two versions disagree");
        Ok(ratio)
    };
    turn()?;
    (0..FEW).map(|_| turn()).collect()
}

/// The share of what all cores could do at most, with minima of bits, per cent: measured in turns with it.
pub fn of_peak() -> Outcome<Vec<f64>> {
    let mut r = Shared::zeroed(PLACES * PLACES);
    let workers = Workers::available().get();
    let one = |_| {
        let peak: f64 = thread::scope(|scope| {
            let cores: Vec<_> = (0..workers).map(|_| scope.spawn(stops_bits)).collect();
            let mut peaks = cores.into_iter().map(|core| core.join().expect("it only counts"));
            peaks.try_fold(0.0, |sum, core| core.map(|samples| sum + race::stats::estimate(&samples).value))
        })?;
        Ok(100.0 * (PLACES as f64).powi(3) / (seconds(&mut r)? * 1e9) / peak)
    };
    (0..FEW).map(one).collect()
}

static DISTANCES: LazyLock<Distances> = LazyLock::new(|| Distances::random(PLACES, 7));

fn seconds(r: &mut Shared<f32>) -> Outcome<f64> {
    let distances = &*DISTANCES;
    let start = Instant::now();
    wide_rayon::run(distances, Workers::available(), r)?;
    Ok(start.elapsed().as_secs_f64())
}

/// Vectors in a core's registers, enough that no addition has to wait for the minimum before it.
const CHAINS: usize = 12;
/// Stops of each lane.
const STEPS: usize = 20_000;

/// Stops that are looked at in a nanosecond.
fn stops<const BITS: bool>() -> Outcome<Vec<f64>> {
    let lanes = if in_use() == Set::Avx512 { 16 } else { 8 };
    let stops = (lanes * CHAINS * STEPS) as f64;
    let seconds = repeat(|| add_and_compare::<BITS>(black_box(-1.0)));
    Ok(seconds.into_iter().map(|seconds| stops / (seconds * 1e9)).collect())
}

widest! {
    fn add_and_compare<const BITS: bool>(step: f32) -> f32 {
        avx512 => chains::<BITS, 16>(step),
        avx2 => chains::<BITS, 8>(step),
        baseline => chains::<BITS, 8>(step),
    }
}

#[inline(always)]
fn chains<const BITS: bool, const LANES: usize>(step: f32) -> f32 {
    let mut best = [[1e6_f32; LANES]; CHAINS];
    for _ in 0..STEPS {
        // Written out: the compiler leaves a loop of twelve times sixteen lanes a loop, and an array with a running
        // index can't live in registers.
        shorten::<BITS, LANES>(&mut best[0], step);
        shorten::<BITS, LANES>(&mut best[1], step);
        shorten::<BITS, LANES>(&mut best[2], step);
        shorten::<BITS, LANES>(&mut best[3], step);
        shorten::<BITS, LANES>(&mut best[4], step);
        shorten::<BITS, LANES>(&mut best[5], step);
        shorten::<BITS, LANES>(&mut best[6], step);
        shorten::<BITS, LANES>(&mut best[7], step);
        shorten::<BITS, LANES>(&mut best[8], step);
        shorten::<BITS, LANES>(&mut best[9], step);
        shorten::<BITS, LANES>(&mut best[10], step);
        shorten::<BITS, LANES>(&mut best[11], step);
    }
    best.into_iter().flatten().sum()
}

/// Every number, or itself with the step added: nothing that the compiler could know beforehand.
#[inline(always)]
fn shorten<const BITS: bool, const LANES: usize>(best: &mut [f32; LANES], step: f32) {
    for best in best {
        let way = *best + step;
        *best = match BITS {
            true => f32::from_bits(way.to_bits().cast_signed().min(best.to_bits().cast_signed()).cast_unsigned()),
            false if way < *best => way,
            false => *best,
        };
    }
}
