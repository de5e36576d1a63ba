//! Great circle at the limit: beside C with OpenMP, and beside what memory alone allows.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, in_warm_turns},
};
use great_circle::{Pairs, simd, simd_rayon};
use instruction_set::widest;
use libloading::{Library, Symbol};
use rayon::prelude::*;
use shared::Shared;
use std::{
    cell::RefCell,
    env,
    ffi::{c_int, c_long},
    fs,
    hint::black_box,
    process::Command,
    time::Instant,
};
use variant::{Unavailable, Workers};

/// As many as in the race.
const PAIRS: usize = 1_000_000;

/// Has OpenMP's threads sleep some 60 µs after a loop has ended, instead of going on to wait awake for milliseconds, on
/// the core that our turn then needs. C's timed run follows another of its own at once, so they haven't fallen asleep.
///
/// # Safety
/// No other thread may run yet: this sets a variable of the environment, which the library reads when it is loaded.
pub unsafe fn rest_soon() {
    // SAFETY: there is no other thread, by this function's contract.
    unsafe { env::set_var("GOMP_SPINCOUNT", "20000") };
}

/// How many times as fast `simd` is as a thread of C, in turns.
pub fn beside_c() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    let c = C::compiled()?;
    c.agrees(&pairs)?;
    Ok(in_warm_turns(
        || c.run(&pairs, &mut km.borrow_mut(), Workers::ONE),
        || simd::run(&pairs, Workers::ONE, &mut km.borrow_mut()),
    ))
}

/// How many times as fast `simd_rayon` is on all cores as C with OpenMP on as many, in turns.
pub fn beside_c_all() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    let c = C::compiled()?;
    c.agrees(&pairs)?;
    Ok(in_warm_turns(
        || c.run(&pairs, &mut km.borrow_mut(), Workers::available()),
        || simd_rayon::run(&pairs, Workers::available(), &mut km.borrow_mut()),
    ))
}

/// How many times as long `simd` takes as a loop that reads the same four columns and writes the same fifth, but only
/// adds: in turns.
pub fn over_floor() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    Ok(in_warm_turns(
        || simd::run(&pairs, Workers::ONE, &mut km.borrow_mut()),
        || floor(&pairs, Workers::ONE, &mut km.borrow_mut()),
    ))
}

/// The same for `simd_rayon` and that loop, both on all cores.
pub fn over_floor_all() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    Ok(in_warm_turns(
        || simd_rayon::run(&pairs, Workers::available(), &mut km.borrow_mut()),
        || floor(&pairs, Workers::available(), &mut km.borrow_mut()),
    ))
}

/// How many times as long `simd` takes for a million pairs from memory as for as many that lie in the first cache, in
/// turns: 1 where arithmetic is the limit, and memory isn't.
pub fn over_arithmetic() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    Ok(in_warm_turns(
        || simd::run(&pairs, Workers::ONE, &mut km.borrow_mut()),
        || arithmetic(&pairs, Workers::ONE, &mut km.borrow_mut()),
    ))
}

/// The same for `simd_rayon` and all cores.
pub fn over_arithmetic_all() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    Ok(in_warm_turns(
        || simd_rayon::run(&pairs, Workers::available(), &mut km.borrow_mut()),
        || arithmetic(&pairs, Workers::available(), &mut km.borrow_mut()),
    ))
}

/// The operations of `simd` on pairs in the first cache, as a part of what multiply-adds alone do on one core with
/// vectors of the same length, per cent: in turns. The operations are those that are counted for the roofline.
pub fn of_peak() -> Outcome<Vec<f64>> {
    let (pairs, km) = problem();
    let operations = great_circle::KERNEL.work.expect("they are counted")(PAIRS).operations;
    let turn = || {
        let most = super::matmul::peak(Workers::ONE);
        let start = Instant::now();
        arithmetic(&pairs, Workers::ONE, &mut km.borrow_mut());
        100.0 * operations / start.elapsed().as_secs_f64() / most
    };
    turn();
    Ok((0..SAMPLES).map(|_| turn()).collect())
}

/// The pairs, and room for the distances, which both turns write to.
fn problem() -> (Pairs, RefCell<Shared<f64>>) {
    (Pairs::random(PAIRS, 7), RefCell::new(Shared::zeroed(PAIRS)))
}

/// All that `simd_rayon` asks of memory, dealt out in the same pieces, and nothing that takes time to compute.
fn floor(pairs: &Pairs, workers: Workers, km: &mut [f64]) {
    const GRAIN: usize = 8192;
    pools::rayon(workers).install(|| {
        km.par_chunks_mut(GRAIN).enumerate().for_each(|(c, km)| {
            let (from, to) = (c * GRAIN, c * GRAIN + km.len());
            sums([&pairs.lon1[from..to], &pairs.lat1[from..to], &pairs.lon2[from..to], &pairs.lat2[from..to]], km);
        });
    });
}

/// All that `simd_rayon` computes, dealt out in the same pieces, but of the first pairs again and again: four columns
/// and a fifth of them have 20 KiB, which the first cache holds.
fn arithmetic(pairs: &Pairs, workers: Workers, km: &mut [f64]) {
    const GRAIN: usize = 8192;
    const NEAR: usize = 512;
    let near = [&pairs.lon1[..NEAR], &pairs.lat1[..NEAR], &pairs.lon2[..NEAR], &pairs.lat2[..NEAR]];
    pools::rayon(workers).install(|| {
        km.par_chunks_mut(GRAIN).for_each(|km| {
            let of_grain = km.len();
            let (km, _) = km.split_at_mut(NEAR.min(of_grain));
            for _ in 0..of_grain.div_ceil(NEAR) {
                simd::columns(black_box(near), km);
            }
        });
    });
}

widest! {
    fn sums(columns: [&[f64]; 4], km: &mut [f64]) {
        avx512 => add_up(columns, km),
        avx2 => add_up(columns, km),
        baseline => add_up(columns, km),
    }
}

#[inline(always)]
fn add_up([a, b, c, d]: [&[f64]; 4], km: &mut [f64]) {
    let n = km.len();
    let (a, b, c, d) = (&a[..n], &b[..n], &c[..n], &d[..n]);
    for i in 0..n {
        km[i] = (a[i] + b[i]) + (c[i] + d[i]);
    }
}

/// `great_circle.c`, compiled here for this processor. It stays loaded: OpenMP's threads, which sleep in its code, are
/// never ended.
struct C(&'static Library);

type Distances = unsafe extern "C" fn(c_long, *const f64, *const f64, *const f64, *const f64, *mut f64, c_int);

impl C {
    fn compiled() -> Outcome<Self> {
        let unavailable = |error: &dyn std::fmt::Display| Unavailable::new(error.to_string());
        let folder = tempfile::tempdir().map_err(|error| unavailable(&error))?;
        let [source, library] = ["great_circle.c", "great_circle.so"].map(|name| folder.path().join(name));
        fs::write(&source, include_str!("great_circle.c")).map_err(|error| unavailable(&error))?;
        let options = ["-Ofast", "-march=native", "-fopenmp", "-shared", "-fPIC", "-o"];
        let mut compile = Command::new(tools::c_compiler()?);
        let output = compile.args(options).args([&library, &source]).arg("-lm").output();
        let output = output.map_err(|error| unavailable(&error))?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Unavailable::new(format!("great_circle.c doesn't compile: {}", why.trim())));
        }
        // SAFETY: it was compiled a few lines above, from a source that does nothing when it is loaded.
        let library = unsafe { Library::new(library) }.map_err(|error| unavailable(&error))?;
        Ok(Self(Box::leak(Box::new(library))))
    }

    fn run(&self, pairs: &Pairs, km: &mut [f64], workers: Workers) {
        // SAFETY: the source declares it so.
        let distances: Symbol<'_, Distances> = unsafe { self.0.get(b"distances") }.expect("the source has it");
        let [lon1, lat1, lon2, lat2] = [&pairs.lon1, &pairs.lat1, &pairs.lon2, &pairs.lat2].map(|c| c.as_ptr());
        // SAFETY: all columns have as many numbers as `km`, and nobody else writes there meanwhile.
        unsafe {
            distances(km.len() as c_long, lon1, lat1, lon2, lat2, km.as_mut_ptr(), workers.get() as c_int);
        }
    }

    /// Whether it computes the same: fast wrong answers are no rival. Its formula loses digits near the opposite point.
    fn agrees(&self, pairs: &Pairs) -> Outcome<()> {
        let (mut theirs, mut ours) = (vec![0.0; PAIRS], Shared::zeroed(PAIRS));
        self.run(pairs, &mut theirs, Workers::available());
        simd::run(pairs, Workers::ONE, &mut ours)?;
        match theirs.iter().zip(ours.iter()).position(|(theirs, ours)| (theirs - ours).abs() > 0.1) {
            None => Ok(()),
            Some(i) => Err(Unavailable::new(format!("C says {} km of pair {i}, and `simd` {}", theirs[i], ours[i]))),
        }
    }
}
