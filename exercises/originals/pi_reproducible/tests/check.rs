//! Are the right numbers drawn, are the digits the same for any number of threads, and do all of them work?

/// What the answer calls for each number that it draws, when it is compiled here, as a part of this file.
mod watch {
    use std::sync::{Arc, Mutex};

    type Look = Arc<dyn Fn(u64) + Send + Sync>;

    /// Who looks on.
    pub static WHO: Mutex<Option<Look>> = Mutex::new(None);

    pub fn drawn(state: u64) {
        let look = WHO.lock().unwrap().clone();
        if let Some(look) = look {
            look(state);
        }
    }
}

/// The answer once more, with that watch.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be watched: not all of it is used here")]
mod watched;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::assert;

use pi_reproducible::{Stream, mean, pi};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashMap;
use std::f64::consts::PI;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use std::{panic, thread};
use witness::{SlowMotion, caught, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);
const IDEA: &str = "how a stream is moved to where a block begins: in one step, or number by number?";

/// Samples to a block, as the task has it.
const BLOCK: u64 = 1000;

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().expect("the system lets us start threads")
}

/// Where the counter of the stream of `seed` stands when number `place` comes out.
fn state(seed: u64, place: u64) -> u64 {
    seed.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(place.wrapping_add(1)))
}

/// Number `place` of the stream of `seed`: SplitMix64, computed from its counter.
fn number(seed: u64, place: u64) -> f64 {
    let state = state(seed, place);
    let bits = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / 2_f64.powi(53)
}

#[test]
fn a_jump_lands_where_steps_lead() {
    jumps_end();
    deadline("jumps", IDEA, LIMIT, || {
        for_all(200, (0..u64::MAX, 0..300_u64, 0..300_u64), |&(seed, first, second)| {
            let mut stream = Stream::new(seed);
            stream.jump(first);
            lands(&mut stream, seed, first, &format!("jump({first})"))?;
            stream.jump(second);
            lands(&mut stream, seed, first + 1 + second, &format!("jump({first}), one number drawn, jump({second})"))
        });
        for place in [0, 1, 1_000_000_000_000_000_000, 1 << 60, u64::MAX] {
            let mut stream = Stream::new(7);
            stream.jump(place);
            lands(&mut stream, 7, place, &format!("jump({place})")).unwrap_or_else(|wrong| panic!("{wrong}"));
        }
    });
}

/// Waits for one far jump, in whichever test comes here first. Where it doesn't end, the others don't begin: they would
/// take the longer for the thread that is still jumping.
#[track_caller]
fn jumps_end() {
    static END: OnceLock<Result<(), String>> = OnceLock::new();
    let jump = || Stream::new(7).jump(1 << 60);
    let ends = END.get_or_init(|| {
        let jumped = caught(|| deadline("a jump over 2⁶⁰ numbers", IDEA, Duration::from_secs(20), jump));
        jumped.map_err(|panic| panic.to_string())
    });
    if let Err(wrong) = ends {
        panic!("`jump` comes first: {wrong}");
    }
}

fn lands(stream: &mut Stream, seed: u64, place: u64, what: &str) -> Result<(), String> {
    let (want, got) = (number(seed, place), stream.next());
    if got == Some(want) {
        return Ok(());
    }
    Err(format!(
        "Stream::new({seed}), {what}: the next is number {place}, counted from 0, which is {want}; got {got:?}.\n\
         Each number moves the counter by STEP; all that, in arithmetic that wraps around."
    ))
}

#[test]
fn the_right_numbers_are_drawn() {
    jumps_end();
    deadline("the numbers drawn", IDEA, LIMIT, || {
        for workers in [1, 2, 3, 7, 64] {
            let pool = pool(workers);
            for n in [0, 1, 2, 999, 1000, 1001, 2000, 2500, 24_007] {
                for first in [0, 17, 1 << 60] {
                    let seed = 1000 * n + workers as u64;
                    let drawn = Mutex::new(Vec::new());
                    let samples = first..first + n;
                    pool.install(|| {
                        mean(samples.clone(), seed, |x| {
                            drawn.lock().unwrap().push(x);
                            1.0
                        })
                    });
                    if let Err(wrong) = are_these(&drawn.into_inner().unwrap(), &samples, seed) {
                        panic!("samples {samples:?} of the stream of {seed}, {workers} threads: {wrong}");
                    }
                }
            }
        }
    });
}

/// Whether each number of the stream at `samples` was drawn once, and nothing else.
fn are_these(drawn: &[f64], samples: &Range<u64>, seed: u64) -> Result<(), String> {
    let mut times: HashMap<u64, u32> = samples.clone().map(|place| (number(seed, place).to_bits(), 0)).collect();
    for x in drawn {
        match times.get_mut(&x.to_bits()) {
            Some(times) => *times += 1,
            None => {
                return Err(format!(
                    "the height at {x} was asked for, which is no number of that stream in that range.\n\
                     Which seed does each block's stream have, and where does it begin?"
                ));
            }
        }
    }
    let wrong = samples.clone().find_map(|place| match times[&number(seed, place).to_bits()] {
        1 => None,
        times => Some((place, times)),
    });
    match wrong {
        None => Ok(()),
        Some((place, 0)) => Err(format!(
            "{} numbers were drawn, and number {place} was not.\n\
             Where does the last block end, and how many blocks are there when {BLOCK} doesn't divide their number?",
            drawn.len()
        )),
        Some((place, times)) => Err(format!(
            "number {place} was drawn {times} times.\n\
             Samples that repeat are no new samples: does each block begin where the one before it ends?"
        )),
    }
}

/// Heights that nearly cancel: what is left of their sum is mostly rounding, so any other order, or other brackets,
/// shows in the first digits.
struct Cancelling {
    /// Where each number stands in the stream, by its bits.
    places: HashMap<u64, u64>,
}

impl Cancelling {
    fn new(n: u64, seed: u64) -> Self {
        Self { places: (0..n).map(|place| (number(seed, place).to_bits(), place)).collect() }
    }

    /// The first height is the last one's opposite but for `x`, the second that of the last but one, and so on.
    fn height(&self, x: f64) -> f64 {
        let n = self.places.len() as u64;
        match self.places.get(&x.to_bits()) {
            Some(&place) if 2 * place + 1 < n => x + large(place),
            Some(&place) if 2 * place + 1 > n => x - large(n - 1 - place),
            _ => x,
        }
    }
}

/// Numbers of very different sizes.
fn large(place: u64) -> f64 {
    number(99, place) * 2_f64.powi((place % 40) as i32 + 20)
}

#[test]
fn the_same_digits_for_any_number_of_threads() {
    jumps_end();
    deadline("the same mean with 1, 2, 3, 7 and 64 threads", IDEA, LIMIT, || {
        let pools = [1, 2, 3, 7, 64].map(|workers| (workers, pool(workers)));
        for n in [1, 999, 3000, 5001, 24_000, 40_009] {
            for seed in [1, 42] {
                let what = format!("{n} samples of the stream of {seed}");
                let means = |height: &(dyn Fn(f64) -> f64 + Send + Sync)| -> Vec<_> {
                    let mean = |pool: &ThreadPool| pool.install(|| mean(0..n, seed, height));
                    // Twice each: the schedule is another one every time.
                    pools.iter().flat_map(|(workers, pool)| [(*workers, mean(pool)), (*workers, mean(pool))]).collect()
                };
                let cancelling = Cancelling::new(n, seed);
                all_the_same(&means(&|x| cancelling.height(x)), &format!("{what}, heights that nearly cancel"));
                let got = means(&f64::sqrt);
                all_the_same(&got, &format!("{what}, heights √x"));
                let want = (0..n).map(|place| number(seed, place).sqrt()).sum::<f64>() / n as f64;
                assert!(
                    // Rounding adds up to a tenth of that, in any order.
                    (got[0].1 - want).abs() <= 1e-12,
                    "{what}: the mean of their roots is {want}, got {}.\n\
                     Is each height added once, and the sum divided by the number of samples?",
                    got[0].1
                );
                // Multiplied by a power of two, nothing is rounded differently, however small the heights are.
                let tiny = 2_f64.powi(-70);
                let got = pools[1].1.install(|| mean(0..n, seed, |x| x.sqrt() * tiny)) / tiny;
                assert!(
                    (got - want).abs() <= 1e-12,
                    "{what}: the mean of their roots times 2⁻⁷⁰ is {want} times 2⁻⁷⁰, got {got} times that.\n\
                     Heights may be of any size. Whole numbers of some fixed fraction lose all that is smaller."
                );
            }
        }
    });
}

#[track_caller]
fn all_the_same(means: &[(usize, f64)], what: &str) {
    let (first_workers, first) = means[0];
    for &(workers, mean) in means {
        assert!(
            mean.to_bits() == first.to_bits(),
            "{what}: the mean with {first_workers} threads is {first:?}, with {workers} threads {mean:?}.\n\
             The same numbers, added with other brackets? Nothing in your sum may depend on how many threads there are, \
             or on which was ready first. (This test runs each twice: once may be luck.)"
        );
    }
}

#[test]
fn the_same_digits_whoever_is_quicker() {
    jumps_end();
    deadline("blocks in slow motion", IDEA, LIMIT, || {
        let (n, seed) = (12_345, 3);
        let cancelling = Cancelling::new(n, seed);
        for workers in [2, 4] {
            let pool = pool(workers);
            let mut means = vec![(workers, pool.install(|| mean(0..n, seed, |x| cancelling.height(x))))];
            // Each time another block is slow: the others' sums are ready before its own.
            for slow in [0, 12, 5] {
                let film = SlowMotion::of(workers);
                let slowly = |x: f64| {
                    match cancelling.places.get(&x.to_bits()) {
                        Some(place) if place % BLOCK == 0 => {
                            let block = place / BLOCK;
                            film.work(block as usize, if block == slow { 30 } else { 1 });
                        }
                        _ => {}
                    }
                    cancelling.height(x)
                };
                means.push((workers, pool.install(|| mean(0..n, seed, slowly))));
            }
            all_the_same(&means, &format!("{n} samples, and each time another block is slow"));
        }
    });
}

#[test]
fn all_threads_of_the_pool_work() {
    jumps_end();
    deadline("blocks in slow motion", IDEA, LIMIT, || {
        let (n, seed) = (24 * BLOCK, 9);
        let places: HashMap<u64, u64> = (0..n).map(|place| (number(seed, place).to_bits(), place)).collect();
        for workers in [4, 2, 3, 1] {
            let pool = pool(workers);
            let threads = pool.broadcast(|_| thread::current().id());
            let stranger = AtomicBool::new(false);
            let film = SlowMotion::of(workers);
            pool.install(|| {
                mean(0..n, seed, |x| {
                    if let Some(place) = places.get(&x.to_bits()).filter(|&place| place % BLOCK == 0) {
                        stranger.fetch_or(!threads.contains(&thread::current().id()), Relaxed);
                        film.work((place / BLOCK) as usize, 1);
                    }
                    x
                })
            });
            assert!(
                !stranger.into_inner(),
                "called in a pool of {workers} threads, but some heights were computed by other threads.\n\
                 Whoever calls you has chosen the pool: start no threads, build no pool."
            );
            let timeline = film.develop();
            timeline.assert_each_once("block", 24);
            timeline.assert_all_at_once(workers);
            timeline.assert_within(24 * 3 / (2 * workers as u64));
        }
    });
}

#[test]
fn all_threads_of_the_pool_draw() {
    jumps_end();
    deadline("drawing in slow motion", IDEA, LIMIT, || {
        let (n, seed) = (24 * BLOCK, 9);
        let blocks: HashMap<u64, usize> = (0..24).map(|block| (state(seed, block * BLOCK), block as usize)).collect();
        for workers in [4, 2, 3] {
            let film = Arc::new(SlowMotion::of(workers));
            let (blocks, filmed) = (blocks.clone(), Arc::clone(&film));
            *watch::WHO.lock().unwrap() = Some(Arc::new(move |state| {
                if let Some(&block) = blocks.get(&state) {
                    filmed.work(block, 1);
                }
            }));
            pool(workers).install(|| watched::mean(0..n, seed, |x| x));
            *watch::WHO.lock().unwrap() = None;
            let timeline = film.develop();
            // Who works numbers out without a `Stream` draws none: whether that is shared, the heights have shown.
            if timeline.shots().is_empty() {
                return;
            }
            let (beats, most) = (timeline.beats(), timeline.most_at_once());
            assert!(
                most == workers && beats <= 24 * 3 / (2 * workers as u64),
                "24 blocks, and the first number of each takes one beat to draw: {workers} threads took {beats} beats, and \
                 never more than {most} of them drew at the same time.\n\
                 This is how it went, one line for each thread, time from left to right:\n\n{timeline}\n\
                 Are numbers drawn ahead by one thread, or behind a lock? Each block can begin with a jump, whoever has it."
            );
        }
    });
}

#[test]
fn it_is_pi() {
    jumps_end();
    deadline("π", IDEA, LIMIT, || {
        let n = 300_000;
        // The heights vary by √(32/3 − π²).
        let sigma = (32.0 / 3.0 - PI * PI).sqrt() / (n as f64).sqrt();
        let estimates = [1, 2, 3, 4].map(|seed| pi(n, seed));
        for (estimate, seed) in estimates.into_iter().zip(1..) {
            assert!(
                (estimate - PI).abs() < 5.0 * sigma,
                "{n} samples of the stream of {seed}: π is about {estimate}; that is {:.1} standard errors off.\n\
                 Five are less likely than one in a million, if the samples are independent.",
                (estimate - PI).abs() / sigma
            );
        }
        assert!(
            estimates.iter().all(|estimate| estimates.iter().filter(|other| *other == estimate).count() == 1),
            "four seeds gave {estimates:?}. Other numbers make other digits: what becomes of the seed?"
        );
        assert!(mean(7..7, 1, |x| x).is_nan(), "the mean of no samples is NaN, 0 / 0; got {}", mean(7..7, 1, |x| x));
    });
}
