//! What a call costs, within a language and from one to another; and 500,000 distances from Python, as the tutorial
//! took them.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each},
};
use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    sync::{LazyLock, OnceLock},
    time::Instant,
};
use steps_native::{rust_step, step};
use variant::Unavailable;

static CYTHON: LazyLock<PathBuf> = LazyLock::new(|| root().join("crates/chapters/globe/python/cython"));

/// Calls that wait for each other, a sample.
const CALLS: usize = 1_000_000;
/// Calls from Python, a sample.
const PYTHON_CALLS: usize = 100_000;
/// The tutorial's number of distances.
const DISTANCES: usize = 500_000;
/// Turns of all ways to them, which take more than a second together.
const TURNS: usize = 15;

/// Rust calls Rust, and the compiler may not put one into the other.
pub fn rust() -> Outcome<Vec<f64>> {
    timed(rust_step::step)
}

/// Rust calls C.
pub fn c() -> Outcome<Vec<f64>> {
    timed(|x| step::c_step(x))
}

/// C calls Rust.
pub fn rust_from_c() -> Outcome<Vec<f64>> {
    elapsed(|| step::c_repeat(rust_step::step_for_c, black_box(0), CALLS as u64))
}

/// Seconds a call, when each call needs what the one before it returned.
fn timed(step: impl Fn(u64) -> u64) -> Outcome<Vec<f64>> {
    elapsed(|| {
        let mut x = black_box(0);
        for _ in 0..CALLS {
            x = step(x);
        }
        x
    })
}

fn elapsed(run: impl Fn() -> u64) -> Outcome<Vec<f64>> {
    each(CALLS, || {
        let start = Instant::now();
        black_box(run());
        Ok(start.elapsed())
    })
}

/// Python calls a function in Python.
pub fn python() -> Outcome<Vec<f64>> {
    steps("python")
}

/// Python calls C through ctypes.
pub fn ctypes() -> Outcome<Vec<f64>> {
    steps("ctypes")
}

/// Python calls what Cython made.
pub fn cython() -> Outcome<Vec<f64>> {
    steps("cython")
}

/// Python calls Rust through PyO3.
pub fn pyo3() -> Outcome<Vec<f64>> {
    steps("pyo3")
}

fn steps(way: &str) -> Outcome<Vec<f64>> {
    let seconds = in_python("step", way, PYTHON_CALLS, SAMPLES)?;
    Ok(seconds.into_iter().map(|seconds| seconds / PYTHON_CALLS as f64).collect())
}

/// 500,000 distances, each a call of plain Python.
pub fn distances_python() -> Outcome<Vec<f64>> {
    distances("python")
}

/// The same file, compiled by Cython as it stands.
pub fn distances_untyped() -> Outcome<Vec<f64>> {
    distances("untyped")
}

/// With C's types and C's mathematics.
pub fn distances_cython() -> Outcome<Vec<f64>> {
    distances("cython")
}

/// Each a call of Rust.
pub fn distances_pyo3() -> Outcome<Vec<f64>> {
    distances("pyo3")
}

/// All in one call of Rust, which computes one pair at a time: what batching alone is worth.
pub fn distances_pyo3_serial() -> Outcome<Vec<f64>> {
    distances("pyo3_serial")
}

/// All in one call of Rust, four pairs with each instruction.
pub fn distances_pyo3_array() -> Outcome<Vec<f64>> {
    distances("pyo3_array")
}

/// All at once in NumPy.
pub fn distances_numpy() -> Outcome<Vec<f64>> {
    distances("numpy")
}

/// The gain of the tutorial's way, from plain Python to typed Cython.
pub fn cython_gain() -> Outcome<Vec<f64>> {
    gain("python", "cython")
}

/// How many times as fast one call is as 500,000, both of Rust and one pair at a time.
pub fn batch_gain_alone() -> Outcome<Vec<f64>> {
    gain("pyo3", "pyo3_serial")
}

/// How many times as fast one call with SIMD is as 500,000 without.
pub fn batch_gain() -> Outcome<Vec<f64>> {
    gain("pyo3", "pyo3_array")
}

/// Each turn gives one ratio.
fn gain(slow: &str, quick: &str) -> Outcome<Vec<f64>> {
    Ok(distances(slow)?.into_iter().zip(distances(quick)?).map(|(slow, quick)| slow / quick).collect())
}

/// The ways to 500,000 distances.
const WAYS: [&str; 7] = ["python", "untyped", "cython", "pyo3", "pyo3_serial", "pyo3_array", "numpy"];

/// Seconds of each turn of one of [`WAYS`]. They all take turns in one process of Python, once: the times and their
/// ratios are facts of one experiment, if one command asks for them.
fn distances(way: &str) -> Outcome<Vec<f64>> {
    static SECONDS: OnceLock<Outcome<Vec<f64>>> = OnceLock::new();
    let seconds = SECONDS.get_or_init(|| in_python("distance", &WAYS.join(","), DISTANCES, TURNS)).clone()?;
    let place = WAYS.iter().position(|known| *known == way).expect("it is one of them");
    Ok(seconds.into_iter().skip(place).step_by(WAYS.len()).collect())
}

/// Seconds of each run, measured by `times.py`. Several ways, with commas between them, take turns.
fn in_python(what: &str, way: &str, calls: usize, runs: usize) -> Outcome<Vec<f64>> {
    let python = tools::numpy()?;
    let folder = modules(&python)?;
    let path = env::join_paths([folder.as_path(), &**CYTHON]).map_err(|wrong| Unavailable::new(wrong.to_string()))?;
    let (calls, runs) = (calls.to_string(), runs.to_string());
    let mut script = Command::new(&python);
    script.arg(CYTHON.join("times.py")).args([what, way, &calls, &runs]).env("PYTHONPATH", path);
    let said = said(&mut script)?;
    said.lines().map(|line| line.parse().map_err(|_| Unavailable::new(format!("times.py printed {said:?}")))).collect()
}

/// The workbook's folder, as cargo tells it to what it runs.
fn root() -> PathBuf {
    PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..")
}

/// The folder with everything that Python imports, built once.
fn modules(python: &Path) -> Outcome<PathBuf> {
    static BUILT: OnceLock<Outcome<PathBuf>> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            let root = root();
            let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
            let folder = target.join("globe_python");
            fs::create_dir_all(&folder).map_err(|wrong| Unavailable::new(wrong.to_string()))?;
            said(Command::new(python).arg(CYTHON.join("build.py")).arg(&folder))?;
            let cargo = env::var_os("CARGO").unwrap_or("cargo".into());
            said(Command::new(cargo).args(["build", "--release", "--quiet", "-p", "globe_python"]).current_dir(&root))?;
            let library = format!("{}globe_python{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
            let module = folder.join(if cfg!(windows) { "globe.pyd" } else { "globe.so" });
            fs::copy(target.join("release").join(library), module)
                .map_err(|wrong| Unavailable::new(wrong.to_string()))?;
            Ok(folder)
        })
        .clone()
}

/// What a program prints.
fn said(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|wrong| Unavailable::new(format!("{name}: {wrong}")))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(Unavailable::new(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()))),
    }
}
