//! Compute kernels, run, with the time that each stage took.

use crate::Gpu;
use std::{
    fmt,
    iter::zip,
    sync::Mutex,
    time::{Duration, Instant},
};

/// A compute shader, ready to run.
pub struct Kernel {
    gpu: &'static Gpu,
    pipeline: wgpu::ComputePipeline,
    /// Buffers of the last run, used again when the next one has the same sizes.
    buffers: Mutex<Option<Buffers>>,
}

/// How long each stage of a run took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stages {
    /// Inputs copied to the adapter's memory.
    pub upload: Duration,
    /// The kernel itself.
    pub compute: Duration,
    /// The output copied back.
    pub download: Duration,
}

impl std::ops::AddAssign for Stages {
    fn add_assign(&mut self, more: Self) {
        self.upload += more.upload;
        self.compute += more.compute;
        self.download += more.download;
    }
}

/// What the adapter or the shader compiler objected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GpuError(String);

impl GpuError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for GpuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GpuError {}

impl From<GpuError> for variant::Unavailable {
    fn from(error: GpuError) -> Self {
        Self::new(error.0)
    }
}

impl Gpu {
    /// Compiles `wgsl`, whose `entry` point reads the storage buffers at bindings `0..inputs` of group 0 and writes the
    /// one at binding `inputs`.
    ///
    /// # Errors
    /// The shader compiler's message, with the line it points at.
    pub fn kernel(&'static self, wgsl: &str, entry: &str, inputs: u32) -> Result<Kernel, GpuError> {
        self.build(wgpu::ShaderSource::Wgsl(wgsl.into()), entry, inputs, inputs)
    }

    /// As [`Gpu::kernel`], from any source; of the input buffers the shader promises not to write the first
    /// `read_only`.
    pub(crate) fn build(
        &'static self,
        source: wgpu::ShaderSource<'_>,
        entry: &str,
        inputs: u32,
        read_only: u32,
    ) -> Result<Kernel, GpuError> {
        self.checked(|device| {
            let module = device.create_shader_module(wgpu::ShaderModuleDescriptor { label: Some(entry), source });
            let entries: Vec<_> = (0..=inputs)
                .map(|binding| wgpu::BindGroupLayoutEntry {
                    binding,
                    visibility: wgpu::ShaderStages::COMPUTE,
                    ty: wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Storage { read_only: binding < read_only },
                        has_dynamic_offset: false,
                        min_binding_size: None,
                    },
                    count: None,
                })
                .collect();
            let group =
                device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries });
            let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &[Some(&group)],
                ..Default::default()
            });
            let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(entry),
                layout: Some(&layout),
                module: &module,
                entry_point: Some(entry),
                compilation_options: Default::default(),
                cache: None,
            });
            Kernel { gpu: self, pipeline, buffers: Mutex::new(None) }
        })
    }

    /// Runs `make`, and returns what the adapter objected to while it ran. Without this, wgpu panics on an error.
    fn checked<T>(&self, make: impl FnOnce(&wgpu::Device) -> T) -> Result<T, GpuError> {
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let made = make(&self.device);
        let objection = pollster::block_on(validation.pop()).or(pollster::block_on(memory.pop()));
        objection.map_or(Ok(made), |error| Err(GpuError(error.to_string())))
    }

    fn wait(&self) -> Result<(), GpuError> {
        match self.device.poll(wgpu::PollType::wait_indefinitely()) {
            Ok(_) => Ok(()),
            Err(error) => Err(GpuError(format!("the adapter stopped answering: {error}"))),
        }
    }
}

impl Kernel {
    /// Copies `inputs` to the adapter, starts `groups` workgroups in each dimension, waits, and copies the result into
    /// `output`. Elements that no invocation stores come back as anything. Lengths are in bytes and must be multiples
    /// of 4.
    ///
    /// # Errors
    /// When the adapter objects: a buffer too large, too many workgroups, memory spent.
    pub fn run(&self, inputs: &[&[u8]], output: &mut [u8], groups: [u32; 3]) -> Result<Stages, GpuError> {
        self.start(inputs, output, groups, false)
    }

    /// As [`Kernel::run`], but what `output` holds is copied to the adapter first: elements that no invocation stores
    /// come back as they were.
    ///
    /// # Errors
    /// As [`Kernel::run`].
    pub fn run_over(&self, inputs: &[&[u8]], output: &mut [u8], groups: [u32; 3]) -> Result<Stages, GpuError> {
        self.start(inputs, output, groups, true)
    }

    fn start(&self, inputs: &[&[u8]], output: &mut [u8], groups: [u32; 3], over: bool) -> Result<Stages, GpuError> {
        if output.is_empty() {
            return Ok(Stages::default());
        }
        let mut kept = self.buffers.lock().expect("no panic while the buffers are held");
        let lengths: Vec<usize> = inputs.iter().map(|input| input.len()).chain([output.len()]).collect();
        let buffers = match kept.take_if(|kept| kept.lengths == lengths) {
            Some(buffers) => buffers,
            None => self.gpu.checked(|device| Buffers::new(device, &self.pipeline, lengths))?,
        };
        if over {
            self.gpu.queue.write_buffer(buffers.output(), 0, output);
        }
        let stages = self.stages(&buffers, inputs, output, groups)?;
        *kept = Some(buffers);
        Ok(stages)
    }

    // ANCHOR: stages
    fn stages(
        &self,
        buffers: &Buffers,
        inputs: &[&[u8]],
        output: &mut [u8],
        groups: [u32; 3],
    ) -> Result<Stages, GpuError> {
        let gpu = self.gpu;
        let start = Instant::now();
        for (buffer, input) in zip(&buffers.storage, inputs) {
            gpu.queue.write_buffer(buffer, 0, input);
        }
        gpu.queue.submit([]);
        gpu.wait()?;
        let uploaded = Instant::now();

        gpu.checked(|device| {
            let mut encoder = device.create_command_encoder(&Default::default());
            {
                let mut pass = encoder.begin_compute_pass(&Default::default());
                pass.set_pipeline(&self.pipeline);
                pass.set_bind_group(0, &buffers.group, &[]);
                pass.dispatch_workgroups(groups[0], groups[1], groups[2]);
            }
            gpu.queue.submit([encoder.finish()]);
        })?;
        gpu.wait()?;
        let computed = Instant::now();

        gpu.checked(|device| {
            let mut encoder = device.create_command_encoder(&Default::default());
            encoder.copy_buffer_to_buffer(buffers.output(), 0, &buffers.staging, 0, output.len() as u64);
            gpu.queue.submit([encoder.finish()]);
            buffers.staging.map_async(wgpu::MapMode::Read, .., |_| ());
        })?;
        gpu.wait()?;
        let mapped = buffers.staging.get_mapped_range(..).map_err(|e| GpuError(e.to_string()))?;
        output.copy_from_slice(&mapped);
        drop(mapped);
        buffers.staging.unmap();
        Ok(Stages { upload: uploaded - start, compute: computed - uploaded, download: computed.elapsed() })
    }
    // ANCHOR_END: stages
}

/// A run's memory on the adapter: one buffer an input, one for the output, and one that the processor can read.
struct Buffers {
    lengths: Vec<usize>,
    storage: Vec<wgpu::Buffer>,
    staging: wgpu::Buffer,
    group: wgpu::BindGroup,
}

impl Buffers {
    fn new(device: &wgpu::Device, pipeline: &wgpu::ComputePipeline, lengths: Vec<usize>) -> Self {
        use wgpu::BufferUsages as Usage;
        let buffer = |bytes: usize, usage| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: (bytes as u64).max(4),
                usage,
                mapped_at_creation: false,
            })
        };
        let storage: Vec<_> =
            lengths.iter().map(|&bytes| buffer(bytes, Usage::STORAGE | Usage::COPY_DST | Usage::COPY_SRC)).collect();
        let staging = buffer(*lengths.last().expect("the output's length is there"), Usage::MAP_READ | Usage::COPY_DST);
        let entries: Vec<_> = (0..)
            .zip(&storage)
            .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
            .collect();
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        Self { lengths, storage, staging, group }
    }

    fn output(&self) -> &wgpu::Buffer {
        self.storage.last().expect("the output's buffer is always there")
    }
}
