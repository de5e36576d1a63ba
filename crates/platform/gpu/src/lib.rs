//! The shortest way to run one compute kernel: open an adapter once, hand it a shader, pass slices in and out.
//!
//! Every kernel here has the same shape: some read-only storage buffers at bindings 0, 1, … of group 0, and one
//! writable storage buffer at the next binding.

mod kernel;
mod shader;
mod tally;

pub use kernel::{GpuError, Kernel, Stages};
pub use shader::Shader;
pub use tally::Tally;

use std::sync::OnceLock;
use variant::Unavailable;

/// An opened adapter.
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    info: wgpu::AdapterInfo,
    limits: wgpu::Limits,
}

/// Opens the best adapter of this machine, once for the whole program. A software adapter, such as Mesa's llvmpipe, is
/// taken where there is nothing better.
///
/// # Errors
/// `Unavailable` with what to install when there is no adapter at all.
pub fn open() -> Result<&'static Gpu, Unavailable> {
    static OPENED: OnceLock<Result<Gpu, Unavailable>> = OnceLock::new();
    OPENED.get_or_init(|| pollster::block_on(open_best())).as_ref().map_err(Clone::clone)
}

async fn open_best() -> Result<Gpu, Unavailable> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let options =
        wgpu::RequestAdapterOptions { power_preference: wgpu::PowerPreference::HighPerformance, ..Default::default() };
    let adapter = instance.request_adapter(&options).await.map_err(|_| {
        Unavailable::new(
            "no GPU adapter found; a software one will do: on Debian or Ubuntu, apt install mesa-vulkan-drivers",
        )
    })?;
    let info = adapter.get_info();
    // The defaults are the least that any browser grants (128 MiB a buffer); the adapter itself usually grants more.
    let limits = adapter.limits();
    let descriptor = wgpu::DeviceDescriptor { required_limits: limits.clone(), ..Default::default() };
    let (device, queue) = adapter
        .request_device(&descriptor)
        .await
        .map_err(|e| Unavailable::new(format!("the adapter {} would not open: {e}", info.name)))?;
    Ok(Gpu { device, queue, info, limits })
}

/// Where there is no desktop, keeps a layer of Mesa's from looking for one: each time an adapter is looked for, it asks
/// the desktop which one it draws on, and Wayland's library writes "error: XDG_RUNTIME_DIR is invalid or not set" to
/// standard error, though nothing is wrong. Programs call this before anything else.
///
/// # Safety
/// No other thread may run yet: this sets a variable of the environment.
pub unsafe fn without_desktop() {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    // Who has chosen an adapter through that layer keeps it.
    if cfg!(target_os = "linux") && !set("XDG_RUNTIME_DIR") && !set("MESA_VK_DEVICE_SELECT") {
        // SAFETY: there is no other thread, by this function's contract.
        unsafe { std::env::set_var("NODEVICE_SELECT", "1") };
    }
}

impl Gpu {
    /// The adapter's own name, such as `NVIDIA H200` or `llvmpipe (LLVM 15.0.6, 256 bits)`.
    pub fn adapter_name(&self) -> &str {
        &self.info.name
    }

    /// Whether the "graphics card" is really the processor, pretending.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// Name, interface and kind of the adapter, as a phrase for a caption.
    pub fn describe(&self) -> String {
        let kind = match self.info.device_type {
            wgpu::DeviceType::DiscreteGpu => "discrete GPU",
            wgpu::DeviceType::IntegratedGpu => "integrated GPU",
            wgpu::DeviceType::VirtualGpu => "virtual GPU",
            wgpu::DeviceType::Cpu => "software: the processor, not a GPU",
            wgpu::DeviceType::Other => "unknown kind",
        };
        format!("{} through {} ({kind})", self.info.name, self.info.backend)
    }

    /// The most elements of `bytes` bytes that one buffer can hold and one kernel can be given.
    pub fn most_elements(&self, bytes: usize) -> usize {
        let binding = self.limits.max_storage_buffer_binding_size;
        let largest = binding.min(self.limits.max_buffer_size);
        usize::try_from(largest).unwrap_or(usize::MAX) / bytes
    }

    /// The most workgroups that one dimension of a dispatch can hold: 65,535 on most adapters.
    pub fn most_groups(&self) -> u32 {
        self.limits.max_compute_workgroups_per_dimension
    }
}
