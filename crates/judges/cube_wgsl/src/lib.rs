//! Compiles a kernel in CubeCL's Rust, and has it write its WGSL. No adapter is needed for that.
//!
//! CubeCL itself is no part of the workbook's build: it lies behind a feature of the package in `crates/devices`, which
//! [`arguments`] has cargo build. What is compiled here is one small program that is linked to what then lies there. It
//! takes some three seconds; cargo and its locks have no part in it, so several checks may do so at the same time.

use std::{
    env,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};
use variant::Unavailable;

/// The lines of rustc's that a learner reads. One mistake in the types of a generic kernel is told many times.
const TOLD: usize = 40;

/// What cargo is told to build CubeCL by, for the workbook at `root` with this target folder.
pub fn arguments(root: &Path, target: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> =
        ["build", "--lib", "--features", "cubecl", "--manifest-path"].map(Into::into).into();
    arguments.push(root.join("crates/devices/Cargo.toml").into());
    arguments.extend(["--target-dir".into(), target.join("devices").into()]);
    arguments
}

/// The folder of what [`arguments`] has had built, if this compiler can link to it. It lies in the target folder that
/// the running program lies in.
///
/// # Errors
/// When there is none, or it was built by another compiler.
pub fn library() -> Result<PathBuf, Unavailable> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let program = env::current_exe().ok()?;
        let mut folders = program.ancestors().map(|folder| folder.join("devices/debug"));
        folders.find(|folder| folder.join("libdevices.rlib").is_file()).filter(|folder| links(folder))
    };
    FOUND.get_or_init(find).clone().ok_or_else(|| {
        Unavailable::new(
            "CubeCL isn't compiled here, or was by another compiler: cargo lab check cube_map does that first, some 250 \
             crates, for which it needs the network once",
        )
    })
}

/// Whether a program that uses CubeCL compiles with what lies there.
fn links(folder: &Path) -> bool {
    let source = "use cubecl as _; fn main() { devices::written::properties(); }";
    let place = tempfile::tempdir().and_then(|place| fs::write(place.path().join("main.rs"), source).map(|()| place));
    let checked = place.and_then(|place| rustc(folder, place.path())?.arg("--emit=metadata").output());
    checked.is_ok_and(|checked| checked.status.success())
}

/// The compiler, about to compile `main.rs` in the folder `place`.
fn rustc(library: &Path, place: &Path) -> io::Result<Command> {
    let dependencies = library.join("deps");
    let extern_of = |name: &str, path: &Path| {
        let mut value = OsString::from(format!("{name}="));
        value.push(path);
        value
    };
    let mut search = OsString::from("dependency=");
    search.push(&dependencies);
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.current_dir(place).args(["--edition=2024", "--cap-lints=allow", "-Cdebuginfo=0", "-L"]).arg(search);
    rustc.arg("--extern").arg(extern_of("devices", &library.join("libdevices.rlib")));
    rustc.arg("--extern").arg(extern_of("cubecl", &newest(&dependencies, "libcubecl-")?));
    rustc.arg("main.rs");
    Ok(rustc)
}

/// The library of that name which was built last: those of earlier versions may lie beside it.
fn newest(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let files = fs::read_dir(folder)?.filter_map(Result::ok).map(|file| file.path());
    let its = |file: &PathBuf| {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        stem.starts_with(name) && file.extension().is_some_and(|ending| ending == "rlib")
    };
    let built = |file: &PathBuf| fs::metadata(file).and_then(|file| file.modified()).ok();
    files.filter(its).max_by_key(built).ok_or_else(|| io::Error::other(format!("no {name}")))
}

/// Compiles the kernel, `text` in a file called `file`, with `main`, a program that has it as a module and prints what
/// it writes down; and gives what was printed.
///
/// # Errors
/// What the compiler says, or how the program ended: CubeCL panics over what it can't write down.
pub fn printed(library: &Path, file: &str, text: &str, main: &str) -> Result<String, String> {
    let failed = |error: io::Error| format!("the kernel can't be compiled: {error}");
    let place = tempfile::tempdir().map_err(failed)?;
    for (name, text) in [(file, text), ("main.rs", main)] {
        fs::write(place.path().join(name), text).map_err(failed)?;
    }
    let program = place.path().join(format!("kernel{}", env::consts::EXE_SUFFIX));
    let compiled = rustc(library, place.path()).map_err(failed)?.arg("-o").arg(&program).output().map_err(failed)?;
    if !compiled.status.success() {
        let told = String::from_utf8_lossy(&compiled.stderr);
        return Err(told.lines().take(TOLD).collect::<Vec<_>>().join("\n"));
    }
    // Where it ends badly, the words are what counts, and not the calls that led there.
    let ran = Command::new(program).env("RUST_BACKTRACE", "0").output().map_err(failed)?;
    match ran.status.success() {
        true => String::from_utf8(ran.stdout).map_err(|error| error.to_string()),
        false => Err(String::from_utf8_lossy(&ran.stderr).trim().to_owned()),
    }
}
