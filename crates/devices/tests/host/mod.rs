//! Kernels in CUDA C, compiled by the host's C++ compiler and run on the processor: their very source is judged where
//! there is no card.

use libloading::Library;
use std::{
    env,
    ffi::{c_int, c_void},
    fs,
    path::Path,
    process::Command,
};
use variant::Unavailable;

/// A size in three dimensions, as CUDA has it.
#[repr(C)]
#[derive(Clone, Copy)]
struct Dim3([u32; 3]);

type Launch = unsafe extern "C" fn(Dim3, Dim3, unsafe extern "C" fn(*mut c_void), *mut c_void) -> c_int;

/// A file of CUDA C as a library of this process.
pub struct Host(Library);

fn compiler() -> String {
    env::var("CXX").unwrap_or_else(|_| "c++".into())
}

/// Whether there is a C++ compiler.
pub fn found() -> Result<(), Unavailable> {
    let ran = Command::new(compiler()).arg("--version").output();
    let well = ran.is_ok_and(|ran| ran.status.success());
    if well { Ok(()) } else { Err(Unavailable::new("no C++ compiler here (CXX names one)")) }
}

impl Host {
    /// Compiles `source`.
    pub fn new(source: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for what the compiler writes");
        let [kernel, library] = ["kernel.cpp", "kernel.so"].map(|name| folder.path().join(name));
        fs::write(&kernel, source).expect("it is empty");
        let header = Path::new("tests/host/cuda.h").canonicalize().expect("cargo starts tests in their package");
        let compiled = Command::new(compiler())
            // As on the card, a product and a sum stay two roundings where that is asked for.
            .args(["-std=c++20", "-O1", "-ffp-contract=off", "-pthread", "-shared", "-fPIC", "-include"])
            .args([&header, &kernel])
            .arg("-o")
            .arg(&library)
            .output()
            .expect("it was found");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        // SAFETY: it starts nothing when it is loaded.
        Self(unsafe { Library::new(library) }.expect("it was just linked"))
    }

    /// The kernel of this name.
    ///
    /// # Safety
    /// `F` must be the type of a pointer to it.
    pub unsafe fn kernel<F: Copy>(&self, name: &str) -> F {
        // SAFETY: the caller's promise.
        *unsafe { self.0.get::<F>(name) }.expect("the file has this kernel")
    }

    /// Calls `kernel` once for each thread of a grid of blocks.
    ///
    /// # Errors
    /// If threads of a block don't come to the same barriers.
    pub fn launch<F: Fn()>(&self, grid: [u32; 2], block: [u32; 2], kernel: F) -> Result<(), Unavailable> {
        unsafe extern "C" fn call<F: Fn()>(kernel: *mut c_void) {
            // SAFETY: it is the closure of the call below, which has not returned.
            unsafe { (*kernel.cast::<F>())() }
        }
        // SAFETY: `tests/host/cuda.h` says so.
        let launch: Launch = unsafe { self.kernel("launch") };
        let dim = |[x, y]: [u32; 2]| Dim3([x, y, 1]);
        // SAFETY: the closure outlives the call, which joins all threads that it starts.
        match unsafe { launch(dim(grid), dim(block), call::<F>, (&raw const kernel).cast_mut().cast()) } {
            0 => Ok(()),
            _ => Err(Unavailable::new("threads of one block came to different numbers of barriers")),
        }
    }
}
