//! Programs that the workbook can use but doesn't bring: a Python, NumPy, R, a C and a C++ compiler, perf, valgrind,
//! strace, gdb, evcxr; and what Rust itself may lack.
//!
//! Each is asked to do a small thing, since a name on the search path proves little: macOS has a `cc` that only offers
//! to install one, and a Python may stand there without NumPy. What is missing is [`Unavailable`], with what to do
//! about it.

use std::{
    env,
    ffi::OsString,
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};
use variant::Unavailable;

/// The last is the system's own, which another one, earlier on the search path, may hide.
pub const PYTHONS: &[&str] = &["python3", "python", "/usr/bin/python3"];

/// A Python 3: the program that `PYTHON` names, or the first of [`PYTHONS`].
///
/// # Errors
/// When none of them runs.
pub fn python() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("PYTHON", PYTHONS),
        &["-c", "import sys; sys.exit(sys.version_info[0] != 3)"],
        "no Python 3: install one from https://www.python.org, or name yours in the variable PYTHON",
    )
}

/// A Python 3 that imports NumPy: the program that `PYTHON` names, or the first of [`PYTHONS`] that has it.
///
/// # Errors
/// When there is no Python, or none of them has NumPy.
pub fn numpy() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    python()?;
    first(
        &FOUND,
        candidates("PYTHON", PYTHONS),
        &["-c", "import sys, numpy; sys.exit(sys.version_info[0] != 3)"],
        "this Python has no NumPy: python3 -m pip install numpy (Debian or Ubuntu: sudo apt install python3-numpy)",
    )
}

/// R's program for scripts: the one that `RSCRIPT` names, or `Rscript`.
///
/// # Errors
/// When it doesn't run.
pub fn r() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("RSCRIPT", &["Rscript"]),
        &["-e", "0"],
        "no R: install one from https://www.r-project.org (Debian or Ubuntu: sudo apt install r-base-core), or name its Rscript in the \
         variable RSCRIPT",
    )
}

/// A C compiler that takes the options of `cc`: the program that `CC` names, or `cc`, `gcc` or `clang`.
///
/// # Errors
/// When none of them runs.
pub fn c_compiler() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("CC", &["cc", "gcc", "clang"]),
        &["--version"],
        "no C compiler: install gcc or clang (Debian or Ubuntu: sudo apt install gcc libc6-dev; macOS: xcode-select --install)",
    )
}

/// A C++ compiler that takes the options of `c++`: the program that `CXX` names, or `c++`, `g++` or `clang++`.
///
/// # Errors
/// When none of them runs.
pub fn cxx_compiler() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("CXX", &["c++", "g++", "clang++"]),
        &["--version"],
        "no C++ compiler: install g++ or clang (Debian or Ubuntu: sudo apt install g++; macOS: xcode-select --install)",
    )
}

/// Linux's profiler, allowed to look.
///
/// # Errors
/// When it isn't installed, or the system doesn't let this user profile anything.
pub fn perf() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("PERF", &["perf"]),
        &["stat", "-e", "cpu-clock", "true"],
        "no perf that may be used: install it (Debian or Ubuntu: sudo apt install linux-perf), and see \
         /proc/sys/kernel/perf_event_paranoid, which should be 2 or less",
    )
}

/// Valgrind, whose cachegrind counts what a program does.
///
/// # Errors
/// When it isn't installed.
pub fn valgrind() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("VALGRIND", &["valgrind"]),
        &["--tool=cachegrind", "--version"],
        "no valgrind: install it (Debian or Ubuntu: sudo apt install valgrind), or name yours in the variable VALGRIND",
    )
}

/// strace, which lists what a program asks of the system, allowed to look.
///
/// # Errors
/// When it isn't installed, or the system doesn't let one program watch another.
pub fn strace() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("STRACE", &["strace"]),
        &["-c", "-U", "name,calls", "-o", "/dev/null", "true"],
        "no strace that may be used: install it (Debian or Ubuntu: sudo apt install strace); in a container, allow ptrace",
    )
}

/// gdb, which can stop a program and say where each of its threads is.
///
/// # Errors
/// When it isn't installed, or the system doesn't let one program watch another.
pub fn gdb() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(
        &FOUND,
        candidates("GDB", &["gdb"]),
        &["-nx", "-batch", "-return-child-result", "-ex", "run", "true"],
        "no gdb that may be used: install it (Debian or Ubuntu: sudo apt install gdb); in a container, allow ptrace",
    )
}

/// evcxr, a Rust prompt.
///
/// # Errors
/// When it isn't installed.
pub fn evcxr() -> Result<PathBuf, Unavailable> {
    static FOUND: Found = Found::new();
    first(&FOUND, vec!["evcxr".into()], &["--version"], "no evcxr: cargo install --locked evcxr_repl")
}

/// The standard library for WebAssembly: the folder in which the compiler that `RUSTC` names, or `rustc`, finds it.
///
/// # Errors
/// When it isn't installed.
pub fn wasm() -> Result<PathBuf, Unavailable> {
    let missing = "no standard library for WebAssembly: rustup target add wasm32-unknown-unknown";
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).output();
    let folder = output.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    // The compiler names a place for every target that it knows.
    folder.filter(|folder| folder.is_dir()).ok_or_else(|| Unavailable::new(missing))
}

fn candidates(variable: &str, usual: &[&str]) -> Vec<OsString> {
    // Who names a program means that one: another in its place would surprise.
    match env::var_os(variable).filter(|name| !name.is_empty()) {
        Some(named) => vec![named],
        None => usual.iter().map(OsString::from).collect(),
    }
}

/// What was found: a program is asked once, however many tests need it. Starting a Python takes its time.
type Found = OnceLock<Option<PathBuf>>;

/// The first program that does what `arguments` ask of it.
fn first(found: &Found, programs: Vec<OsString>, arguments: &[&str], missing: &str) -> Result<PathBuf, Unavailable> {
    let works = |program: &OsString| {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = found.get_or_init(|| programs.into_iter().find(works).map(PathBuf::from));
    found.clone().ok_or_else(|| Unavailable::new(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_program_that_is_not_there_or_fails_is_missing_with_a_reason() {
        let missing = |program: &str, arguments: &[&str]| {
            first(&Found::new(), vec![program.into()], arguments, "why").unwrap_err().to_string()
        };
        assert_eq!(missing("no-such-program-anywhere", &[]), "why");
        assert_eq!(missing("cargo", &["no-such-command"]), "why");
    }

    #[test]
    fn the_first_that_works_is_taken() {
        let programs = vec!["no-such-program-anywhere".into(), "cargo".into()];
        assert_eq!(first(&Found::new(), programs, &["--version"], "why").unwrap(), Path::new("cargo"));
    }
}
