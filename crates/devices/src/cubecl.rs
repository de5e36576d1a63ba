//! CubeCL: opens an adapter once, and moves arrays there and back. The kernels are functions of Rust, each in the file
//! that starts it.

pub mod great_circle;
pub mod mandelbrot;
pub mod matmul;
pub mod scan;

use ::great_circle::Pairs;
use ::mandelbrot::View;
use ::matmul::Matrices;
use ::scan::Numbers;
use cubecl::{
    Device,
    bytes::Bytes,
    future::block_on,
    ir::{ElemType, UIntKind},
    prelude::*,
    server::{Handle, ServerError},
    wgpu::{AutoGraphicsApi, RuntimeOptions, WgpuDevice, WgpuInitError, try_init_setup},
};
use shared::Shared;
use std::{
    any::Any,
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};
use variant::{Unavailable, Variant, Way};

/// Great circle's row.
pub const GREAT_CIRCLE: Variant<Pairs, Shared<f64>> =
    Variant::on_device("cubecl", Way::CubeCl, None, great_circle::run).single_precision().needs("cubecl");
/// The product of matrices' row.
pub const MATMUL: Variant<Matrices, Shared<f64>> =
    Variant::on_device("cubecl", Way::CubeCl, None, matmul::run).single_precision().needs("cubecl");
/// Mandelbrot's row.
pub const MANDELBROT: Variant<View, Shared<u32>> =
    Variant::on_device("cubecl", Way::CubeCl, None, mandelbrot::run).single_precision().needs("cubecl");
/// Scan's row.
pub const SCAN: Variant<Numbers, Shared<u64>> =
    Variant::on_device("cubecl", Way::CubeCl, None, scan::run).needs("cubecl");

/// The variable that names an adapter for other programs that use wgpu.
const ADAPTER: &str = "WGPU_ADAPTER_NAME";

/// An adapter that wgpu has opened, and a client of it: what takes commands, and works through them in order.
pub struct CubeCl {
    client: Client,
    name: String,
}

// ANCHOR: open
/// The adapter that wgpu takes for the quickest.
///
/// # Errors
/// What to install where there is none; or what its driver said.
pub fn open() -> Result<&'static CubeCl, Unavailable> {
    static OPENED: OnceLock<Result<CubeCl, Unavailable>> = OnceLock::new();
    OPENED.get_or_init(|| guarded(find)).as_ref().map_err(Clone::clone)
}

fn find() -> Result<CubeCl, Unavailable> {
    let device = WgpuDevice::default();
    // `Device::client` would open the adapter as well, and panics where there is none.
    let opened = RuntimeOptions::try_default().and_then(|options| try_init_setup::<AutoGraphicsApi>(&device, options));
    let setup = opened.map_err(|error| match error {
        WgpuInitError::AdapterUnavailable { .. } => Unavailable::new(
            "no GPU adapter found; a software one will do: on Debian or Ubuntu, apt install mesa-vulkan-drivers",
        ),
        error => Unavailable::new(format!("CubeCL can't open the adapter: {error}")),
    })?;
    let name = setup.adapter.get_info().name;
    chosen(&name, env::var(ADAPTER).ok().as_deref())?;
    Ok(CubeCl { client: Device::Wgpu(device).client(), name })
}
// ANCHOR_END: open

/// Whether the adapter is the one that the reader asked for. CubeCL chooses by a variable of its own.
fn chosen(name: &str, wanted: Option<&str>) -> Result<(), Unavailable> {
    match wanted {
        Some(wanted) if !name.to_lowercase().contains(&wanted.to_lowercase()) => Err(Unavailable::new(format!(
            "{ADAPTER} asks for {wanted:?}, and CubeCL took {name}: it chooses by kind, as in \
             CUBECL_WGPU_DEFAULT_DEVICE='DiscreteGpu(1)'"
        ))),
        _ => Ok(()),
    }
}

/// What CubeCL says that went wrong, without the list of calls that it adds.
pub fn failed(error: ServerError) -> Unavailable {
    let text = error.to_string();
    let words = text.split("\nBacktrace").next().unwrap_or_default();
    Unavailable::new(format!("CubeCL refused: {}", words.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Runs what calls CubeCL. It, or the driver below it, may panic: that is an error like any other.
pub fn guarded<T>(run: impl FnOnce() -> Result<T, Unavailable>) -> Result<T, Unavailable> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        Err(Unavailable::new(format!("CubeCL, or the driver below it, broke off: {}", said(&*panic))))
    })
}

/// The words of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a word").trim()
}

impl CubeCl {
    /// The adapter's own name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What takes commands for it.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Whether its shaders know whole numbers of 64 bits.
    ///
    /// # Errors
    /// If they don't.
    pub fn knows_u64(&self) -> Result<(), Unavailable> {
        match self.client.properties().supports_type(ElemType::UInt(UIntKind::U64)) {
            true => Ok(()),
            false => Err(Unavailable::new(format!("{} has no whole numbers of 64 bits in its shaders", self.name))),
        }
    }

    /// A copy of `data` in the adapter's memory: sooner or later, and before any kernel that is started after this.
    pub fn upload<T: CubeElement>(&self, data: Vec<T>) -> Handle {
        self.client.create(Bytes::from_elems(data))
    }

    /// Memory of the adapter for `n` elements, which hold anything.
    pub fn room<T>(&self, n: usize) -> Handle {
        self.client.empty(n * size_of::<T>())
    }

    /// Waits until all that was asked for is done.
    ///
    /// # Errors
    /// If the device is lost.
    pub fn wait(&self) -> Result<(), Unavailable> {
        block_on(self.client.sync()).map_err(failed)
    }

    /// Waits, and fetches what was left in the memory.
    ///
    /// # Errors
    /// Whatever went wrong on the way there: a kernel that doesn't compile, memory that there isn't.
    pub fn download(&self, memory: Handle) -> Result<Bytes, Unavailable> {
        self.client.read_one(memory).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_that_panics_is_an_error_in_words() {
        let three = std::hint::black_box(3);
        let broke_off = guarded(|| Ok([1, 2][three])).unwrap_err().to_string();
        assert!(broke_off.contains("broke off: index out of bounds"), "{broke_off}");
        let silent = guarded::<()>(|| std::panic::panic_any(7)).unwrap_err().to_string();
        assert!(silent.contains("without a word"), "{silent}");
    }

    #[test]
    fn another_adapter_than_the_one_asked_for_is_refused() {
        assert_eq!(chosen("llvmpipe (LLVM 15.0.6, 256 bits)", Some("LLVMpipe")), Ok(()));
        assert_eq!(chosen("llvmpipe", None), Ok(()));
        let told = chosen("llvmpipe", Some("radeon")).unwrap_err().to_string();
        assert!(told.contains("\"radeon\"") && told.contains("llvmpipe") && told.contains("DiscreteGpu"), "{told}");
    }
}
