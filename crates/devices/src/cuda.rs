//! CUDA: compiles at run time, opens a card once, and moves arrays there and back.

pub mod great_circle;
pub mod mandelbrot;
pub mod matmul;
pub mod scan;

use ::great_circle::Pairs;
use ::mandelbrot::View;
use ::matmul::Matrices;
use ::scan::Numbers;
use cudarc::{
    driver::{CudaContext, CudaModule, CudaStream, DriverError, sys::CUdevice_attribute},
    nvrtc::{CompileError, CompileOptions, Ptx},
};
use shared::Shared;
use std::sync::{Arc, OnceLock};
use variant::{Unavailable, Variant, Way};

/// Great circle's row.
pub const GREAT_CIRCLE: Variant<Pairs, Shared<f64>> =
    Variant::on_device("cuda", Way::Cuda, None, great_circle::run).needs("cuda");
/// The product of matrices' row.
pub const MATMUL: Variant<Matrices, Shared<f64>> =
    Variant::on_device("cuda", Way::Cuda, None, matmul::run).needs("cuda");
/// Mandelbrot's row.
pub const MANDELBROT: Variant<View, Shared<u32>> =
    Variant::on_device("cuda", Way::Cuda, None, mandelbrot::run).needs("cuda");
/// Scan's row.
pub const SCAN: Variant<Numbers, Shared<u64>> = Variant::on_device("cuda", Way::Cuda, None, scan::run).needs("cuda");

/// The first card, and a queue of commands for it, which CUDA calls a stream.
pub struct Cuda {
    context: Arc<CudaContext>,
    stream: Arc<CudaStream>,
    arch: String,
}

// ANCHOR: open
/// The first card.
///
/// # Errors
/// What is missing: the driver, or a card.
pub fn open() -> Result<&'static Cuda, Unavailable> {
    static CUDA: OnceLock<Result<Cuda, Unavailable>> = OnceLock::new();
    CUDA.get_or_init(find).as_ref().map_err(Clone::clone)
}

fn find() -> Result<Cuda, Unavailable> {
    // cudarc loads the driver's library at its first call, and panics where there is none.
    // SAFETY: this loads NVIDIA's library, or doesn't find it; what it runs when it is loaded is the vendor's.
    if !unsafe { cudarc::driver::sys::is_culib_present() } {
        return Err(Unavailable::new("no CUDA here: the driver's library, libcuda, isn't installed"));
    }
    let context = CudaContext::new(0).map_err(failed)?;
    let major = context.attribute(CUdevice_attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR).map_err(failed)?;
    let minor = context.attribute(CUdevice_attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR).map_err(failed)?;
    Ok(Cuda { stream: context.default_stream(), context, arch: format!("compute_{major}{minor}") })
}
// ANCHOR_END: open

/// What the driver says that is there, and then refused.
pub fn failed(error: DriverError) -> Unavailable {
    Unavailable::new(format!("CUDA refused: {error}"))
}

impl Cuda {
    /// The queue of its commands.
    pub fn stream(&self) -> &Arc<CudaStream> {
        &self.stream
    }

    /// Compiles a program for this card, and loads it.
    ///
    /// # Errors
    /// If there is no compiler, the compiler's own words, or the driver's.
    pub fn module(&self, name: &str, source: &str, sums: MultiplyAdd) -> Result<Arc<CudaModule>, Unavailable> {
        self.context.load_module(ptx(name, source, &self.arch, sums)?).map_err(failed)
    }
}

/// What becomes of `a * b + c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiplyAdd {
    /// One instruction, rounded once: NVRTC's default, and the quick way.
    Fused,
    /// A product and a sum, each rounded, as Rust does it.
    Separate,
}

// ANCHOR: ptx
/// What NVRTC makes of `source`, a file `name`, for cards from `arch` on, such as `compute_80`. It needs no card.
///
/// # Errors
/// If NVRTC isn't installed, or the compiler's own words, with the lines that it names.
pub fn ptx(name: &str, source: &str, arch: &str, sums: MultiplyAdd) -> Result<Ptx, Unavailable> {
    // SAFETY: as for the driver's library.
    if !unsafe { cudarc::nvrtc::sys::is_culib_present() } {
        return Err(Unavailable::new("no NVRTC here (pip has it as nvidia-cuda-nvrtc-cu12)"));
    }
    let options = CompileOptions {
        name: Some(name.into()),
        fmad: Some(sums == MultiplyAdd::Fused),
        options: vec![format!("--gpu-architecture={arch}")],
        ..CompileOptions::default()
    };
    cudarc::nvrtc::compile_ptx_with_opts(source, options).map_err(|error| match error {
        CompileError::CompileError { log, .. } => Unavailable::new(log.to_string_lossy()),
        other => Unavailable::new(format!("NVRTC refused: {other}")),
    })
}
// ANCHOR_END: ptx
