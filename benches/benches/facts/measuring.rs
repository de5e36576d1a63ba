//! What a measurement does to its result: two algorithms, and the mistakes of the chapter on measuring.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, noisy},
};
use race::stats::median;
use std::{
    env, fs,
    hint::black_box,
    path::PathBuf,
    process::Command,
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};
use steps_measure::{all_pairs, kept, points::points, sweep, unused};
use variant::Unavailable;

/// How many points the chapter looks for the closest two of.
const POINTS: usize = 30_000;

/// Seconds for all pairs and for the sweep, taken by turns.
static CLOSEST: LazyLock<Vec<[f64; 2]>> = LazyLock::new(|| {
    let points = points(POINTS);
    let by_turns = || [seconds(|| all_pairs::closest(&points)), seconds(|| sweep::closest(&points))];
    by_turns();
    (0..SAMPLES).map(|_| by_turns()).collect()
});

/// The closest of 30,000 points by looking at all pairs, on one core.
pub fn closest_all_pairs() -> Outcome<Vec<f64>> {
    Ok(CLOSEST.iter().map(|[pairs, _]| *pairs).collect())
}

/// The same, on 32 cores that share the pairs for nothing: computed, not measured.
pub fn closest_32_cores() -> Outcome<Vec<f64>> {
    Ok(CLOSEST.iter().map(|[pairs, _]| pairs / 32.0).collect())
}

/// The same by sorting first, on one core.
pub fn closest_sweep() -> Outcome<Vec<f64>> {
    Ok(CLOSEST.iter().map(|[_, sweep]| *sweep).collect())
}

/// How many times as fast the sweep is.
pub fn closest_gain() -> Outcome<Vec<f64>> {
    Ok(CLOSEST.iter().map(|[pairs, sweep]| pairs / sweep).collect())
}

/// A million square roots whose sum nobody looks at.
pub fn sum_unused() -> Outcome<Vec<f64>> {
    Ok(reported(unused::time))
}

/// A million square roots whose sum is kept.
pub fn sum_kept() -> Outcome<Vec<f64>> {
    Ok(reported(kept::time))
}

/// What the stop watches of the chapter say themselves.
fn reported(time: fn(&[f64]) -> Duration) -> Vec<f64> {
    let numbers: Vec<f64> = (0..1_000_000).map(f64::from).collect();
    time(&numbers);
    (0..SAMPLES).map(|_| time(&numbers).as_secs_f64()).collect()
}

/// How many times as long all pairs take when the compiler is told not to optimise: the example is compiled both ways,
/// as a plain `cargo build` and `cargo build --release` would.
pub fn debug_build() -> Outcome<Vec<f64>> {
    let folder = env::temp_dir().join(format!("debug_build_{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|wrong| Unavailable::new(wrong.to_string()))?;
    let measured = (|| {
        let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
        let source = here.join("../crates/chapters/steps_measure/examples/all_pairs.rs");
        for (program, level, checks) in [("slow", "0", "on"), ("fast", "3", "off")] {
            let (level, checks) = (format!("-Copt-level={level}"), format!("-Cdebug-assertions={checks}"));
            let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            said(
                Command::new(rustc)
                    .args(["--edition=2024", &level, &checks])
                    .arg(&source)
                    .arg("-o")
                    .arg(folder.join(program)),
            )?;
        }
        let seconds = |program| -> Outcome<f64> {
            let said = said(&mut Command::new(folder.join(program)))?;
            said.trim().parse().map_err(|_| Unavailable::new(format!("{program} printed {said:?}")))
        };
        (0..SAMPLES).map(|_| Ok(seconds("slow")? / seconds("fast")?)).collect()
    })();
    // What is left in the temporary folder doesn't change the measurement.
    let _ = fs::remove_dir_all(folder);
    measured
}

/// What a program prints.
fn said(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|wrong| Unavailable::new(format!("{name}: {wrong}")))?;
    if !output.status.success() {
        return Err(Unavailable::new(format!("{name}: {}", String::from_utf8_lossy(&output.stderr))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How many times as long 100,000 points take to sort as the same ones once they are sorted.
pub fn sort_again() -> Outcome<Vec<f64>> {
    let shuffled = points(100_000);
    let one = || {
        let mut points = shuffled.clone();
        let mut sort = || seconds(|| black_box(&mut points).sort_unstable_by(|a, b| a.x.total_cmp(&b.x)));
        sort() / sort()
    };
    one();
    Ok((0..SAMPLES).map(|_| one()).collect())
}

/// The same loop a thousand times over, in batches; each sorted.
static NOISE: LazyLock<Vec<Vec<f64>>> = LazyLock::new(|| {
    let batch = || {
        let mut times = noisy(1000);
        times.sort_by(f64::total_cmp);
        times
    };
    batch();
    (0..SAMPLES).map(|_| batch()).collect()
});

/// A statistic of each batch, as a multiple of its median.
fn over_median(statistic: impl Fn(&[f64]) -> f64) -> Outcome<Vec<f64>> {
    Ok(NOISE.iter().map(|batch| statistic(batch) / median(batch)).collect())
}

/// The shortest of a thousand runs over their median.
pub fn noise_least() -> Outcome<Vec<f64>> {
    over_median(|batch| batch[0])
}

/// Their mean over their median.
pub fn noise_mean() -> Outcome<Vec<f64>> {
    over_median(|batch| batch.iter().sum::<f64>() / batch.len() as f64)
}

/// The longest over their median.
pub fn noise_most() -> Outcome<Vec<f64>> {
    over_median(|batch| batch[batch.len() - 1])
}

/// Time on the wall and on the processor, of a nap, of a computation, and of the same one on each of two threads.
#[cfg(unix)]
static CLOCKS: LazyLock<[Vec<(f64, f64)>; 3]> = LazyLock::new(|| {
    let points = points(8_000);
    let compute = || {
        black_box(all_pairs::closest(black_box(&points)));
    };
    let two = || {
        thread::scope(|scope| {
            scope.spawn(compute);
            compute();
        });
    };
    let both = |work: &dyn Fn()| {
        let (wall, cpu) = steps_measure::cpu_time::time(work);
        (wall.as_secs_f64(), cpu.as_secs_f64())
    };
    compute();
    let mut clocks = [const { Vec::new() }; 3];
    for _ in 0..SAMPLES {
        clocks[0].push(both(&|| thread::sleep(Duration::from_millis(50))));
        clocks[1].push(both(&compute));
        clocks[2].push(both(&two));
    }
    clocks
});

/// The wall's time of one of `CLOCKS`, or the processor's.
fn clock(job: usize, processor: bool) -> Outcome<Vec<f64>> {
    #[cfg(unix)]
    return Ok(CLOCKS[job].iter().map(|&(wall, cpu)| if processor { cpu } else { wall }).collect());
    #[cfg(not(unix))]
    Err(Unavailable::new(format!("no processor's time here for job {job} ({processor})")))
}

/// A nap, on the wall.
pub fn nap_wall() -> Outcome<Vec<f64>> {
    clock(0, false)
}

/// A nap, on the processor.
pub fn nap_cpu() -> Outcome<Vec<f64>> {
    clock(0, true)
}

/// One thread that computes, on the wall.
pub fn one_wall() -> Outcome<Vec<f64>> {
    clock(1, false)
}

/// One thread that computes, on the processor.
pub fn one_cpu() -> Outcome<Vec<f64>> {
    clock(1, true)
}

/// Two threads that each compute the same, on the wall.
pub fn two_wall() -> Outcome<Vec<f64>> {
    clock(2, false)
}

/// Two threads that each compute the same, on the processor.
pub fn two_cpu() -> Outcome<Vec<f64>> {
    clock(2, true)
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}
