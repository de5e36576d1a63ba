//! A real Python imports the module, which cargo has built beside this program.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{LazyLock, OnceLock},
};
use variant::Unavailable;

static CYTHON: LazyLock<PathBuf> =
    LazyLock::new(|| Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("cython"));

fn main() {
    let trials: Vec<Trial> = vec![
        trials::with_tool("one_distance", "python", python, |python| run(python, include_str!("one.py"))),
        trials::with_tool("errors_are_exceptions", "python", python, |python| run(python, include_str!("errors.py"))),
        trials::with_tool("other_threads_run_meanwhile", "python", python, |python| {
            run(python, include_str!("threads.py"))
        }),
        trials::with_tool("numpy_arrays_in_one_call", "numpy", numpy, |python| run(python, include_str!("arrays.py"))),
        trials::with_tool("cython_computes_the_same", "cython", cython, |python| {
            run(python, include_str!("cython.py"))
        }),
        trials::with_tool("every_way_that_is_timed_runs", "cython", cython, every_way),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A Python as new as the interface that the module is built for.
fn python() -> Result<PathBuf, Unavailable> {
    recent(tools::python()?)
}

fn numpy() -> Result<PathBuf, Unavailable> {
    recent(tools::numpy()?)
}

fn recent(python: PathBuf) -> Result<PathBuf, Unavailable> {
    let asked = Command::new(&python).args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status();
    match asked.is_ok_and(|status| status.success()) {
        true => Ok(python),
        false => Err(Unavailable::new(format!("{} is older than 3.11, which the module needs", python.display()))),
    }
}

/// A Python for which modules can be built with Cython.
fn cython() -> Result<PathBuf, Unavailable> {
    let python = numpy()?;
    built(&python).as_ref().map_err(|missing| Unavailable::new(missing.clone()))?;
    Ok(python)
}

/// The folder with Cython's modules, built once; or what is missing.
fn built(python: &Path) -> &'static Result<tempfile::TempDir, String> {
    static BUILT: OnceLock<Result<tempfile::TempDir, String>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let build = succeeds(Command::new(python).arg(CYTHON.join("build.py")).arg(folder.path()));
        build.map_err(|failed| failed.message().unwrap_or("Cython doesn't work").to_owned())?;
        Ok(folder)
    })
}

/// Runs a script that can import `globe`, `python_globe` and, where Cython works, what that has built.
fn run(python: &Path, script: &str) -> Result<(), Failed> {
    with_modules(python, |command| succeeds(command.args(["-c", script])).map(drop))
}

/// What the benchmarks start has to work before it is timed.
fn every_way(python: &Path) -> Result<(), Failed> {
    let ways = ["python", "ctypes", "untyped", "cython", "pyo3"].map(|way| ("step", way));
    let more =
        ["python", "untyped", "cython", "pyo3", "pyo3_serial", "pyo3_array", "numpy"].map(|way| ("distance", way));
    for (what, way) in ways.into_iter().chain(more) {
        with_modules(python, |command| {
            let said = succeeds(command.arg(CYTHON.join("times.py")).args([what, way, "100", "2"]))?;
            let times: Vec<_> = said.lines().map(str::parse::<f64>).collect();
            match times[..] {
                [Ok(first), Ok(second)] if first > 0.0 && second > 0.0 => Ok(()),
                _ => Err(format!("{what} {way} printed {said:?}, and not two times").into()),
            }
        })?;
    }
    Ok(())
}

fn with_modules(python: &Path, run: impl FnOnce(&mut Command) -> Result<(), Failed>) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let program = env::current_exe()?;
    let library = format!("{}globe_python{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let module = if cfg!(windows) { "globe.pyd" } else { "globe.so" };
    fs::copy(program.with_file_name(library), folder.path().join(module))?;
    // Without Cython its modules are missing, and only who imports them notices.
    let cython = built(python).as_ref().map_or(&**CYTHON, |folder| folder.path());
    let path = env::join_paths([folder.path(), cython, &**CYTHON])?;
    run(Command::new(python).env("PYTHONPATH", path).env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// What a program prints.
fn succeeds(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned().into()),
    }
}
