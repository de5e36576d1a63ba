//! Kernels of one shape, some arrays in and one out, with the time that each stage took.

use crate::{Bound, Buffer, Gpu, GpuError, Pipeline};
use std::{
    iter::zip,
    sync::Mutex,
    time::{Duration, Instant},
};

/// A compute shader with some inputs and one output, ready to run.
pub struct Kernel {
    gpu: Gpu,
    pipeline: Pipeline,
    /// Buffers of the last run, used again when the next one has the same sizes.
    buffers: Mutex<Option<Buffers>>,
}

/// How long each stage of a run took. Together they are the whole run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// The host, before: the problem brought into the form that the kernel reads. A caller that does so adds it.
    pub pack: Duration,
    /// Inputs copied to the adapter's memory; and that memory asked for, where the last run's has another size.
    pub upload: Duration,
    /// The kernel itself, from the call that starts it until the host hears that it is done.
    pub compute: Duration,
    /// The output copied back.
    pub download: Duration,
    /// The host, after: the output brought into the form that the caller wants. The caller adds it, too.
    pub unpack: Duration,
}

impl Stages {
    /// All of them.
    pub fn sum(&self) -> Duration {
        let Self { pack, upload, compute, download, unpack } = *self;
        pack + upload + compute + download + unpack
    }
}

impl std::ops::AddAssign for Stages {
    fn add_assign(&mut self, more: Self) {
        self.pack += more.pack;
        self.upload += more.upload;
        self.compute += more.compute;
        self.download += more.download;
        self.unpack += more.unpack;
    }
}

impl Gpu {
    /// Compiles `wgsl`, whose `entry` point reads the storage buffers at bindings `0..inputs` of group 0 and writes the
    /// one at binding `inputs`.
    ///
    /// # Errors
    /// The shader compiler's message, with the line it points at.
    pub fn kernel(&self, wgsl: &str, entry: &str, inputs: u32) -> Result<Kernel, GpuError> {
        // A shader need not use all of them; so the layout is said, not read from it.
        let pipeline = self.compiled(wgsl, entry, &[], |device| {
            let entries: Vec<_> = (0..=inputs)
                .map(|binding| wgpu::BindGroupLayoutEntry {
                    binding,
                    visibility: wgpu::ShaderStages::COMPUTE,
                    ty: wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Storage { read_only: binding < inputs },
                        has_dynamic_offset: false,
                        min_binding_size: None,
                    },
                    count: None,
                })
                .collect();
            let group =
                device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries });
            Some(device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &[Some(&group)],
                ..Default::default()
            }))
        })?;
        Ok(Kernel { gpu: self.clone(), pipeline, buffers: Mutex::new(None) })
    }

    /// Waits until all that was written or started before has happened.
    ///
    /// # Errors
    /// When the device is lost, or takes longer than it was told to wait.
    pub fn finish(&self) -> Result<(), GpuError> {
        // What was written waits for the next submission.
        self.checked(|_| self.queue.submit([]))?;
        self.wait()
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
        let start = Instant::now();
        let mut kept = self.buffers.lock().expect("no panic while the buffers are held");
        let lengths: Vec<usize> = inputs.iter().map(|input| input.len()).chain([output.len()]).collect();
        let buffers = match kept.take_if(|kept| kept.lengths == lengths) {
            Some(buffers) => buffers,
            None => Buffers::new(&self.gpu, &self.pipeline, lengths)?,
        };
        if over {
            self.gpu.write(buffers.output(), output)?;
        }
        let asked = start.elapsed();
        let stages = self.stages(&buffers, inputs, output, groups)?;
        *kept = Some(buffers);
        Ok(Stages { upload: asked + stages.upload, ..stages })
    }

    fn stages(
        &self,
        buffers: &Buffers,
        inputs: &[&[u8]],
        output: &mut [u8],
        groups: [u32; 3],
    ) -> Result<Stages, GpuError> {
        let gpu = &self.gpu;
        let start = Instant::now();
        for (buffer, input) in zip(&buffers.storage, inputs) {
            gpu.write(buffer, input)?;
        }
        gpu.finish()?;
        let upload = start.elapsed();
        let compute = gpu.run(&[&[buffers.bound.groups(groups)]])?;
        let computed = Instant::now();
        gpu.copy(buffers.output(), &buffers.staging, output)?;
        Ok(Stages { upload, compute, download: computed.elapsed(), ..Stages::default() })
    }
}

/// A run's memory on the adapter: one buffer an input, one for the output, and one that the processor can read.
struct Buffers {
    lengths: Vec<usize>,
    storage: Vec<Buffer>,
    staging: wgpu::Buffer,
    bound: Bound,
}

impl Buffers {
    fn new(gpu: &Gpu, pipeline: &Pipeline, lengths: Vec<usize>) -> Result<Self, GpuError> {
        let storage = lengths.iter().map(|&bytes| gpu.room(bytes)).collect::<Result<Vec<_>, _>>()?;
        let staging = gpu.staging(*lengths.last().expect("the output's length is there"))?;
        let bound = pipeline.bind(&storage.iter().collect::<Vec<_>>())?;
        Ok(Self { lengths, storage, staging, bound })
    }

    fn output(&self) -> &Buffer {
        self.storage.last().expect("the output's buffer is always there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stage_is_left_out_of_the_sum() {
        let [pack, upload, compute, download, unpack] = [1, 10, 100, 1000, 10_000].map(Duration::from_millis);
        let mut stages = Stages { pack, upload, compute, download, unpack };
        assert_eq!(stages.sum(), Duration::from_millis(11_111));
        stages += stages;
        assert_eq!(stages.sum(), Duration::from_millis(22_222));
    }
}
