//! An opened adapter, and what all calls of it share.

use crate::{GpuError, Opening, error::guarded};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// An opened adapter. A clone is the same one.
#[derive(Clone)]
pub struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    info: wgpu::AdapterInfo,
    opening: Opening,
    patience: Duration,
    /// Why nothing more can be done with it.
    lost: Arc<OnceLock<String>>,
}

impl Gpu {
    pub(crate) fn new(
        device: wgpu::Device,
        queue: wgpu::Queue,
        info: wgpu::AdapterInfo,
        opening: Opening,
        patience: Duration,
    ) -> Self {
        let lost = Arc::new(OnceLock::new());
        let note = lost.clone();
        let name = info.name.clone();
        device.set_device_lost_callback(move |_, message| {
            // Of several reasons the first is the one that explains it.
            let _ = note.set(format!(
                "the device of {name} is lost ({message}), with all that lay in its memory; its driver may have been \
                 reset, or ended a shader that ran too long. Start the program again"
            ));
        });
        Self { device, queue, info, opening, patience, lost }
    }

    /// The adapter's own name, such as `NVIDIA H200` or `llvmpipe (LLVM 15.0.6, 256 bits)`.
    pub fn adapter_name(&self) -> &str {
        &self.info.name
    }

    /// How long it took to open it.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// Whether the "graphics card" is really the processor, pretending.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// Whether it has clocks of its own, with which [`Gpu::pass_times`] times passes.
    pub fn has_timestamps(&self) -> bool {
        self.device.features().contains(wgpu::Features::TIMESTAMP_QUERY)
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

    /// Gives the device back at once, with all that lies in its memory: for every clone it is lost.
    pub fn destroy(&self) {
        self.device.destroy();
    }

    /// The most elements of `bytes` bytes that one buffer can hold and one kernel can be given.
    pub fn most_elements(&self, bytes: usize) -> usize {
        self.most_bytes() / bytes
    }

    /// The most bytes of one buffer.
    pub(crate) fn most_bytes(&self) -> usize {
        let limits = self.device.limits();
        let largest = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        usize::try_from(largest).unwrap_or(usize::MAX)
    }

    /// The most workgroups that one dimension of a dispatch can hold: 65,535 on most adapters.
    pub fn most_groups(&self) -> u32 {
        self.device.limits().max_compute_workgroups_per_dimension
    }

    /// Runs `make`, and returns what the adapter objected to while it ran. Without this, wgpu panics on an error.
    pub(crate) fn checked<T>(&self, make: impl FnOnce(&wgpu::Device) -> T) -> Result<T, GpuError> {
        use wgpu::ErrorFilter::{Internal, OutOfMemory, Validation};
        self.alive()?;
        guarded(|| {
            let mut scopes =
                [OutOfMemory, Internal, Validation].map(|filter| self.device.push_error_scope(filter)).into_iter();
            let made = make(&self.device);
            let mut objection = None;
            // The innermost first: scopes lie in one another.
            while let Some(scope) = scopes.next_back() {
                objection = objection.or(pollster::block_on(scope.pop()));
            }
            objection.map_or(Ok(made), |error| Err(GpuError::from(error)))
        })?
    }

    /// Waits until all that was submitted is done.
    pub(crate) fn wait(&self) -> Result<(), GpuError> {
        self.alive()?;
        let all = wgpu::PollType::Wait { submission_index: None, timeout: Some(self.patience) };
        match guarded(|| self.device.poll(all))? {
            Ok(_) => self.alive(),
            Err(wgpu::PollError::Timeout) => {
                // Whoever asks next would wait as long again, behind the same shader.
                let _ = self.lost.set(format!(
                    "{} hasn't answered for {:?}: does each loop of the shader end?",
                    self.info.name, self.patience
                ));
                self.alive()
            }
            Err(error) => Err(GpuError(format!("the adapter stopped answering: {error}"))),
        }
    }

    fn alive(&self) -> Result<(), GpuError> {
        self.lost.get().map_or(Ok(()), |why| Err(GpuError(why.clone())))
    }
}
