//! OpenCL: finds a device once, builds programs for it, and moves arrays there and back.

pub mod great_circle;
pub mod mandelbrot;
pub mod matmul;
pub mod scan;

use ::great_circle::Pairs;
use ::mandelbrot::View;
use ::matmul::Matrices;
use ::scan::Numbers;
use opencl3::{
    command_queue::CommandQueue,
    context::Context,
    device::{CL_DEVICE_TYPE_ALL, Device},
    error_codes::ClError,
    memory::{Buffer, CL_MEM_READ_WRITE},
    platform::get_platforms,
    program::Program,
    types::CL_BLOCKING,
};
use shared::Shared;
use std::{ptr, sync::OnceLock};
use variant::{Unavailable, Variant, Way};

/// Great circle's row.
pub const GREAT_CIRCLE: Variant<Pairs, Shared<f64>> =
    Variant::on_device("opencl", Way::OpenCl, None, great_circle::run).needs("opencl");
/// The product of matrices' row.
pub const MATMUL: Variant<Matrices, Shared<f64>> =
    Variant::on_device("opencl", Way::OpenCl, None, matmul::run).needs("opencl");
/// Mandelbrot's row.
pub const MANDELBROT: Variant<View, Shared<u32>> =
    Variant::on_device("opencl", Way::OpenCl, None, mandelbrot::run).needs("opencl");
/// Scan's row.
pub const SCAN: Variant<Numbers, Shared<u64>> =
    Variant::on_device("opencl", Way::OpenCl, None, scan::run).needs("opencl");

/// One device, a context that owns its memory, and a queue that works through its commands in order.
pub struct OpenCl {
    context: Context,
    queue: CommandQueue,
    name: String,
}

// ANCHOR: open
/// The first device with `double` of the first platform that has one. Which platforms there are, the ICD loader knows:
/// each driver leaves a file in `/etc/OpenCL/vendors`.
///
/// # Errors
/// What is missing: the loader, a platform, or a device with `double`.
pub fn open() -> Result<&'static OpenCl, Unavailable> {
    static OPENCL: OnceLock<Result<OpenCl, Unavailable>> = OnceLock::new();
    OPENCL.get_or_init(find).as_ref().map_err(Clone::clone)
}

fn find() -> Result<OpenCl, Unavailable> {
    let none = |_| Unavailable::new("no OpenCL here (on Debian, pocl-opencl-icd runs it on the processor)");
    let platforms = get_platforms().map_err(none)?;
    let ids = platforms.iter().filter_map(|platform| platform.get_devices(CL_DEVICE_TYPE_ALL).ok()).flatten();
    let has_double = |device: &Device| device.double_fp_config().is_ok_and(|config| config != 0);
    let device = ids.map(Device::new).find(has_double);
    let device = device.ok_or_else(|| Unavailable::new("no OpenCL device here computes with double"))?;
    let context = Context::from_device(&device).map_err(failed)?;
    let queue = CommandQueue::create_default_with_properties(&context, 0, 0).map_err(failed)?;
    Ok(OpenCl { context, queue, name: device.name().map_err(failed)? })
}
// ANCHOR_END: open

/// What a device that was found, and then refused, says.
pub fn failed(error: ClError) -> Unavailable {
    Unavailable::new(format!("OpenCL refused: {error}"))
}

impl OpenCl {
    /// The device's name, as its driver gives it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The queue of its commands.
    pub fn queue(&self) -> &CommandQueue {
        &self.queue
    }

    // ANCHOR: moves
    /// Compiles a program for this device.
    ///
    /// # Errors
    /// The compiler's own words, with the lines that it names.
    pub fn program(&self, source: &str) -> Result<Program, Unavailable> {
        let build = Program::create_and_build_from_source(&self.context, source, "-cl-std=CL1.2");
        build.map_err(|log| Unavailable::new(format!("this doesn't compile as OpenCL C:\n{log}")))
    }

    /// Memory of the device for `n` elements, which hold anything.
    ///
    /// # Errors
    /// If the device has no room, or `n` is zero, which OpenCL refuses.
    pub fn room<T>(&self, n: usize) -> Result<Buffer<T>, Unavailable> {
        // SAFETY: there is no host pointer that the device could use after its end.
        unsafe { Buffer::create(&self.context, CL_MEM_READ_WRITE, n, ptr::null_mut()) }.map_err(failed)
    }

    /// A copy of `data` in the device's memory.
    ///
    /// # Errors
    /// As [`OpenCl::room`].
    pub fn upload<T: Copy>(&self, data: &[T]) -> Result<Buffer<T>, Unavailable> {
        let mut buffer = self.room(data.len())?;
        // SAFETY: the call returns when `data` has been read to its end.
        unsafe { self.queue.enqueue_write_buffer(&mut buffer, CL_BLOCKING, 0, data, &[]) }.map_err(failed)?;
        Ok(buffer)
    }

    /// Waits for all that was enqueued before.
    ///
    /// # Errors
    /// If a command failed.
    pub fn wait(&self) -> Result<(), Unavailable> {
        self.queue.finish().map_err(failed)
    }

    /// Waits for all that was enqueued before, and copies what it left in `buffer`.
    ///
    /// # Errors
    /// If the buffer is shorter than `data`, or a command failed.
    pub fn download<T: Copy>(&self, buffer: &Buffer<T>, data: &mut [T]) -> Result<(), Unavailable> {
        // SAFETY: the call returns when `data` has been written; every bit pattern that the device left is a number.
        unsafe { self.queue.enqueue_read_buffer(buffer, CL_BLOCKING, 0, data, &[]) }.map_err(failed)?;
        Ok(())
    }
    // ANCHOR_END: moves
}
