//! What the chapter on parallel algorithms says of scans, selection and resampling.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, in_turns, in_warm_turns, noisy},
    triad::Triad,
};
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;
use shared::Shared;
use std::{cell::RefCell, hint::black_box, time::Instant};
use steps_algorithms::{bootstrap, compact, quickselect};
use variant::Workers;

/// Too many for any cache.
const NUMBERS: usize = 8_000_000;

/// How many times as long the second pass of a scan takes as the first, on one core: it writes, too.
pub fn scan_second_pass() -> Outcome<Vec<f64>> {
    let numbers = scan::Numbers::random(NUMBERS, 7);
    let mut totals = vec![0; NUMBERS];
    Ok(in_turns(|| scan::scan(0, black_box(&numbers), &mut totals), || scan::sum(black_box(&numbers))))
}

/// The bytes that the scan of `chained_threads` must move in a second on all cores, 16 for each number, as a part of
/// what the triad moves, per cent: in turns.
pub fn scan_of_triad() -> Outcome<Vec<f64>> {
    of_triad("chained_threads", Workers::available())
}

/// The same for `serial` and the triad of one core.
pub fn scan_serial_of_triad() -> Outcome<Vec<f64>> {
    of_triad("serial", Workers::ONE)
}

/// The same for `streaming_threads` and the triad of all cores.
pub fn scan_streaming_of_triad() -> Outcome<Vec<f64>> {
    of_triad("streaming_threads", Workers::available())
}

/// The same for `streaming`, which uses one core, and the triad of one.
pub fn scan_streaming_serial_of_triad() -> Outcome<Vec<f64>> {
    of_triad("streaming", Workers::ONE)
}

/// How many times as fast as `serial` one core is when it stores the totals past the caches.
pub fn scan_streaming_gain() -> Outcome<Vec<f64>> {
    streaming_gain("serial", "streaming", Workers::ONE)
}

/// The same of both passes on all cores, beside `extra_band_threads`, which is the same but for the stores.
pub fn scan_streaming_gain_all() -> Outcome<Vec<f64>> {
    streaming_gain("extra_band_threads", "streaming_threads", Workers::available())
}

fn streaming_gain(before: &str, after: &str, workers: Workers) -> Outcome<Vec<f64>> {
    let numbers = scan::Numbers::random(NUMBERS, 7);
    // Both write to the same place, so that neither has the luckier pages.
    let totals = RefCell::new(Shared::zeroed(NUMBERS));
    let run = |name| {
        let variant = scan::VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
        let (numbers, totals) = (&numbers, &totals);
        move || variant.run(numbers, workers, &mut totals.borrow_mut()).expect("it runs everywhere")
    };
    Ok(in_warm_turns(run(before), run(after)))
}

fn of_triad(name: &str, workers: Workers) -> Outcome<Vec<f64>> {
    let variant = scan::VARIANTS.iter().find(|variant| variant.name == name).expect("it is one of them");
    let numbers = scan::Numbers::random(NUMBERS, 7);
    let bytes = scan::KERNEL.work.expect("its bytes are counted")(NUMBERS).bytes;
    let (mut totals, mut triad) = (Shared::zeroed(NUMBERS), Triad::new());
    let mut turn = || {
        // Each once untimed: what the other has written lies in the caches, and would be written back at our cost.
        triad.run(workers.get());
        let most = triad.run(workers.get());
        variant.run(&numbers, workers, &mut totals)?;
        let start = Instant::now();
        variant.run(&numbers, workers, &mut totals)?;
        Ok(100.0 * bytes / start.elapsed().as_secs_f64() / most)
    };
    turn()?;
    (0..SAMPLES).map(|_| turn()).collect()
}

/// How many times as fast all cores pick out half of the numbers as one does by `filter` and `collect`.
pub fn compact_gain() -> Outcome<Vec<f64>> {
    let numbers = scan::Numbers::random(NUMBERS, 7);
    let even = |number: &u64| number.is_multiple_of(2);
    let workers = Workers::available();
    Ok(in_turns(
        || numbers.iter().copied().filter(even).collect::<Vec<_>>(),
        || pools::rayon(workers).install(|| compact::compact(&numbers, workers.get(), even)),
    ))
}

/// The same, compared with one core that asks for all the room it may need beforehand.
pub fn compact_gain_reserved() -> Outcome<Vec<f64>> {
    let numbers = scan::Numbers::random(NUMBERS, 7);
    let even = |number: &u64| number.is_multiple_of(2);
    let workers = Workers::available();
    let reserved = || {
        let mut answer = Vec::with_capacity(NUMBERS);
        answer.extend(numbers.iter().copied().filter(even));
        answer
    };
    Ok(in_turns(reserved, || pools::rayon(workers).install(|| compact::compact(&numbers, workers.get(), even))))
}

/// How many times as fast all cores find the middle key of a million by selection as they do by sorting.
pub fn select_gain() -> Outcome<Vec<f64>> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(7);
    let keys: Vec<u64> = (0..1_000_000).map(|_| rng.random()).collect();
    let pool = pools::rayon(Workers::available());
    let sorted = || {
        let mut keys = keys.clone();
        pool.install(|| keys.par_sort());
        keys[keys.len() / 2]
    };
    Ok(in_turns(sorted, || pool.install(|| quickselect::select(keys.clone(), keys.len() / 2))))
}

/// How many times as fast all cores are as one at the bootstrap of 1,000 measurements.
pub fn bootstrap_gain() -> Outcome<Vec<f64>> {
    let sample = noisy(1_000);
    let on = |workers| pools::rayon(workers).install(|| bootstrap::median_interval(black_box(&sample), 1_000, 7));
    Ok(in_turns(|| on(Workers::ONE), || on(Workers::available())))
}
