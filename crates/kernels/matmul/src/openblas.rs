//! OpenBLAS does it, if it is installed: in C and assembly, with threads of its own.

use crate::Matrices;
use libloading::Library;
use shared::Shared;
use std::{
    ffi::{CStr, c_char, c_int},
    sync::{Mutex, MutexGuard, OnceLock},
};
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, workers: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let too_large = |_| Unavailable::new("OpenBLAS counts rows and threads in 32 bits");
    let n = c_int::try_from(matrices.len()).map_err(too_large)?;
    let threads = c_int::try_from(workers.get()).map_err(too_large)?;
    let blas = open()?;
    let (a, b, c) = (matrices.a().as_ptr(), matrices.b().as_ptr(), c.as_mut_ptr());
    // No row at all is a row too short for it.
    let from_row_to_row = n.max(1);
    // SAFETY: the library's header declares these functions so. Each pointer leads to `n` rows of `n` numbers, `c`
    // comes from the only reference to its numbers, and the lock keeps others from changing the number of threads
    // meanwhile.
    unsafe {
        (blas.set_num_threads)(threads);
        (blas.dgemm)(
            ROW_MAJOR,
            AS_IT_IS,
            AS_IT_IS,
            n,
            n,
            n,
            1.0,
            a,
            from_row_to_row,
            b,
            from_row_to_row,
            0.0,
            c,
            from_row_to_row,
        );
    }
    Ok(())
}

/// As the C interface of BLAS numbers them: `CblasRowMajor` and `CblasNoTrans`.
const ROW_MAJOR: c_int = 101;
const AS_IT_IS: c_int = 111;

/// `layout, transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc`.
#[rustfmt::skip]
type Dgemm = unsafe extern "C" fn(
    c_int, c_int, c_int, c_int, c_int, c_int, f64, *const f64, c_int, *const f64, c_int, f64, *mut f64, c_int,
);

struct OpenBlas {
    dgemm: Dgemm,
    set_num_threads: unsafe extern "C" fn(c_int),
    /// What its functions belong to.
    _library: Library,
}

const NAME: &str = match () {
    () if cfg!(target_os = "macos") => "libopenblas.dylib",
    () if cfg!(windows) => "libopenblas.dll",
    () => "libopenblas.so.0",
};

/// The library, opened once, for one caller at a time: the number of its threads is the whole program's.
fn open() -> Result<MutexGuard<'static, OpenBlas>, Unavailable> {
    static LIBRARY: OnceLock<Result<Mutex<OpenBlas>, Unavailable>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| load().map(Mutex::new)).as_ref().map_err(Clone::clone)?;
    Ok(library.lock().expect("it calls nothing that panics"))
}

fn load() -> Result<OpenBlas, Unavailable> {
    let install = |_| {
        Unavailable::new(format!(
            "{NAME} isn't there; install OpenBLAS: `apt-get install libopenblas0-pthread` on Debian and Ubuntu, \
             `brew install openblas` on macOS"
        ))
    };
    let lacks = |error| Unavailable::new(format!("{NAME} isn't the library that it is named after: {error}"));
    // SAFETY: a library of this name, where the system looks for libraries, does nothing when it is opened but find out
    // which processor it is on.
    let library = unsafe { Library::new(NAME) }.map_err(install)?;
    // SAFETY: as its header declares them.
    let (dgemm, set_num_threads, core) = unsafe {
        (
            *library.get::<Dgemm>(b"cblas_dgemm").map_err(lacks)?,
            *library.get::<unsafe extern "C" fn(c_int)>(b"openblas_set_num_threads").map_err(lacks)?,
            *library.get::<unsafe extern "C" fn() -> *const c_char>(b"openblas_get_corename").map_err(lacks)?,
        )
    };
    // SAFETY: it returns a string that lives as long as the library.
    let core = unsafe { CStr::from_ptr(core()) }.to_string_lossy().into_owned();
    match better_than(&core) {
        None => Ok(OpenBlas { dgemm, set_num_threads, _library: library }),
        Some(better) => Err(Unavailable::new(format!(
            "this OpenBLAS is older than the processor and takes it for a {core}, of 2004; set the environment variable \
             OPENBLAS_CORETYPE to {better}"
        ))),
    }
}

/// What a version that doesn't know this processor should take it for. It falls back on the first core with SSE3, and a
/// comparison with that would be none.
fn better_than(core: &str) -> Option<&'static str> {
    #[cfg(target_arch = "x86_64")]
    if core == "Prescott" && is_x86_feature_detected!("avx2") {
        return Some(if is_x86_feature_detected!("avx512f") { "SkylakeX" } else { "Haswell" });
    }
    let _ = core;
    None
}
