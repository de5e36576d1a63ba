//! Which adapter, with which limits.

use crate::{Gpu, error::guarded};
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use variant::Unavailable;

/// The variable of the environment that names an adapter, or a part of its name, in capitals or not. Other programs
/// that use wgpu know it too.
pub const ADAPTER: &str = "WGPU_ADAPTER_NAME";

/// What to install.
const NONE: &str = "no GPU adapter found; a software one will do: on Debian or Ubuntu, apt install mesa-vulkan-drivers";

/// How much of the adapter a program asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Limits {
    /// All that it grants. For races.
    #[default]
    Adapter,
    /// What every WebGPU device grants, 128 MiB a binding for instance. For checks: what runs within these runs in any
    /// browser that has WebGPU.
    WebGpu,
}

/// What to open.
#[derive(Clone, Debug)]
pub struct Options {
    /// The adapter's name or a part of it; the best one if there is none.
    pub adapter: Option<String>,
    /// How much of it.
    pub limits: Limits,
    /// How long to wait for a submission. A shader whose loop doesn't end is an error after that.
    pub patience: Duration,
}

impl Default for Options {
    /// The best adapter, all of it, and ten minutes: a software adapter may need some of them.
    fn default() -> Self {
        Self { adapter: None, limits: Limits::default(), patience: Duration::from_secs(600) }
    }
}

impl Options {
    /// The same, with the adapter that the environment names in [`ADAPTER`], if it does.
    pub fn from_environment() -> Self {
        Self { adapter: std::env::var(ADAPTER).ok().filter(|name| !name.is_empty()), ..Self::default() }
    }

    /// Opens what these ask for.
    ///
    /// # Errors
    /// `Unavailable`: with what to install when there is no adapter at all, with all adapters' names when none has the
    /// one that was asked for.
    pub fn open(&self) -> Result<Gpu, Unavailable> {
        guarded(|| pollster::block_on(self.opened()))?
    }

    async fn opened(&self) -> Result<Gpu, Unavailable> {
        let start = Instant::now();
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        let adapter = self.choose(&instance).await?;
        let chosen = Instant::now();
        let required_limits = match self.limits {
            Limits::Adapter => adapter.limits(),
            Limits::WebGpu => wgpu::Limits::default(),
        };
        let descriptor = wgpu::DeviceDescriptor {
            required_limits,
            required_features: adapter.features() & wgpu::Features::TIMESTAMP_QUERY,
            ..Default::default()
        };
        let info = adapter.get_info();
        let (device, queue) = adapter
            .request_device(&descriptor)
            .await
            .map_err(|e| Unavailable::new(format!("the adapter {} would not open: {e}", info.name)))?;
        let opening = Opening { adapter: chosen - start, device: chosen.elapsed() };
        Ok(Gpu::new(device, queue, info, opening, self.patience))
    }

    async fn choose(&self, instance: &wgpu::Instance) -> Result<wgpu::Adapter, Unavailable> {
        let Some(name) = &self.adapter else {
            let options = wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                ..Default::default()
            };
            return instance.request_adapter(&options).await.map_err(|_| Unavailable::new(NONE));
        };
        let mut adapters = instance.enumerate_adapters(wgpu::Backends::all()).await;
        let names: Vec<String> = adapters.iter().map(|adapter| adapter.get_info().name).collect();
        Ok(adapters.swap_remove(named(name, &names)?))
    }
}

/// The place of the adapter that is called `name`; or else of the first whose name has it as a part.
fn named(name: &str, names: &[String]) -> Result<usize, Unavailable> {
    let lower = name.to_lowercase();
    let is = |known: &String| known.to_lowercase() == lower;
    let has = |known: &String| known.to_lowercase().contains(&lower);
    names.iter().position(is).or_else(|| names.iter().position(has)).ok_or_else(|| match names {
        [] => Unavailable::new(NONE),
        names => Unavailable::new(format!("no GPU adapter is called {name:?}; there is {}", names.join(", "))),
    })
}

/// How long it took to open an adapter, once for the whole program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The drivers loaded, and an adapter chosen.
    pub adapter: Duration,
    /// A device of it, with its queue.
    pub device: Duration,
}

/// Opens an adapter, once for the whole program: the one that [`ADAPTER`] names, or the best of this machine. A
/// software adapter, such as Mesa's llvmpipe, is taken where there is nothing better.
///
/// # Errors
/// As [`Options::open`].
pub fn open() -> Result<&'static Gpu, Unavailable> {
    static OPENED: OnceLock<Result<Gpu, Unavailable>> = OnceLock::new();
    OPENED.get_or_init(open_again).as_ref().map_err(Clone::clone)
}

/// As [`open`], with what every WebGPU device grants and no more: for tests of shaders that should run in any browser.
///
/// # Errors
/// As [`Options::open`].
pub fn open_for_checks() -> Result<&'static Gpu, Unavailable> {
    static OPENED: OnceLock<Result<Gpu, Unavailable>> = OnceLock::new();
    let options = || Options { limits: Limits::WebGpu, ..Options::from_environment() };
    OPENED.get_or_init(|| options().open()).as_ref().map_err(Clone::clone)
}

/// As [`open`], but opens it anew: to time what [`open`] does once.
///
/// # Errors
/// As [`open`].
pub fn open_again() -> Result<Gpu, Unavailable> {
    Options::from_environment().open()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adapter_is_found_by_a_part_of_its_name() {
        let names = ["NVIDIA H200 NVL", "NVIDIA H200", "llvmpipe (LLVM 15.0.6, 256 bits)"].map(String::from);
        let place = |name| named(name, &names);
        assert_eq!(place("LLVMpipe"), Ok(2));
        assert_eq!(place("nvidia"), Ok(0), "the first of several");
        assert_eq!(place("nvidia h200"), Ok(1), "the whole name comes before a part");
        let missing = place("radeon").unwrap_err().to_string();
        assert!(missing.contains("\"radeon\"") && names.iter().all(|name| missing.contains(name)), "{missing}");
        assert!(named("radeon", &[]).unwrap_err().to_string().contains("apt install"));
    }
}
