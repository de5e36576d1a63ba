//! Shaders, tied to buffers and started.

use crate::{Buffer, Gpu, GpuError};
use std::{
    iter::zip,
    time::{Duration, Instant},
};

/// A compiled shader.
#[derive(Clone)]
pub struct Pipeline {
    gpu: Gpu,
    raw: wgpu::ComputePipeline,
}

/// A shader, and the buffers that it works on.
#[derive(Clone)]
pub struct Bound {
    pipeline: wgpu::ComputePipeline,
    group: wgpu::BindGroup,
}

/// One start of a shader: so many workgroups of it in x, y and z.
#[derive(Clone, Copy)]
pub struct Dispatch<'a> {
    bound: &'a Bound,
    groups: [u32; 3],
}

impl Gpu {
    /// Compiles the entry point `entry` of `wgsl`, with values for its `override`s, by name. What lies at which binding
    /// of group 0, and what may be written there, is read from the shader.
    ///
    /// # Errors
    /// The shader compiler's message, with the line it points at.
    pub fn pipeline(&self, wgsl: &str, entry: &str, overrides: &[(&str, f64)]) -> Result<Pipeline, GpuError> {
        self.compiled(wgsl, entry, overrides, |_| None)
    }

    /// The same with a layout of one's own, instead of what the shader uses.
    pub(crate) fn compiled(
        &self,
        wgsl: &str,
        entry: &str,
        overrides: &[(&str, f64)],
        layout: impl FnOnce(&wgpu::Device) -> Option<wgpu::PipelineLayout>,
    ) -> Result<Pipeline, GpuError> {
        let source = wgpu::ShaderSource::Wgsl(wgsl.into());
        let descriptor = wgpu::ShaderModuleDescriptor { label: Some(entry), source };
        let module = self.checked(|device| device.create_shader_module(descriptor))?;
        let raw = self.checked(|device| {
            device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(entry),
                layout: layout(device).as_ref(),
                module: &module,
                entry_point: Some(entry),
                compilation_options: wgpu::PipelineCompilationOptions { constants: overrides, ..Default::default() },
                cache: None,
            })
        })?;
        Ok(Pipeline { gpu: self.clone(), raw })
    }

    /// Runs all dispatches of all passes in one submission, one after the other: each sees what those before it have
    /// stored. Returns the time from the call until the host hears that all is done.
    ///
    /// # Errors
    /// When a dispatch has too many workgroups, the device is lost, or the shaders take longer than it was told to
    /// wait.
    pub fn run(&self, passes: &[&[Dispatch<'_>]]) -> Result<Duration, GpuError> {
        self.within_limits(passes)?;
        let start = Instant::now();
        self.checked(|device| {
            let mut encoder = device.create_command_encoder(&Default::default());
            for dispatches in passes {
                encode(&mut encoder, None, dispatches);
            }
            self.queue.submit([encoder.finish()]);
        })?;
        self.wait()?;
        Ok(start.elapsed())
    }

    /// As [`Gpu::run`], but returns how long each pass took by the adapter's own clock: without what it takes to ask.
    ///
    /// # Errors
    /// As [`Gpu::run`]; and when the adapter has no such clock.
    pub fn pass_times(&self, passes: &[&[Dispatch<'_>]]) -> Result<Vec<Duration>, GpuError> {
        if !self.has_timestamps() {
            let name = self.adapter_name();
            return Err(GpuError(format!("{name} has no timestamp queries: only the host can time it")));
        }
        self.within_limits(passes)?;
        // A pass writes the time at its beginning and at its end, and a query set has room for 4096.
        let count = 2 * passes.len() as u32;
        if count == 0 {
            return Ok(Vec::new());
        }
        let mut ticks = vec![0_u64; count as usize];
        let bytes = size_of_val(&ticks[..]);
        let resolved = self.memory(bytes, wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC)?;
        let staging = self.staging(bytes)?;
        self.checked(|device| {
            let ty = wgpu::QueryType::Timestamp;
            let queries = device.create_query_set(&wgpu::QuerySetDescriptor { label: None, ty, count });
            let mut encoder = device.create_command_encoder(&Default::default());
            for (first, dispatches) in zip((0..).step_by(2), passes) {
                let times = wgpu::ComputePassTimestampWrites {
                    query_set: &queries,
                    beginning_of_pass_write_index: Some(first),
                    end_of_pass_write_index: Some(first + 1),
                };
                encode(&mut encoder, Some(times), dispatches);
            }
            encoder.resolve_query_set(&queries, 0..count, &resolved, 0);
            encoder.copy_buffer_to_buffer(&resolved, 0, &staging, 0, bytes as u64);
            self.queue.submit([encoder.finish()]);
        })?;
        self.map(&staging, bytemuck::cast_slice_mut(&mut ticks))?;
        let nanoseconds = f64::from(self.queue.get_timestamp_period());
        let took = |pass: &[u64]| pass[1].saturating_sub(pass[0]) as f64 * nanoseconds;
        Ok(ticks.chunks_exact(2).map(|pass| Duration::from_nanos(took(pass) as u64)).collect())
    }

    fn within_limits(&self, passes: &[&[Dispatch<'_>]]) -> Result<(), GpuError> {
        let most = self.most_groups();
        match passes.iter().copied().flatten().flat_map(|dispatch| dispatch.groups).find(|&groups| groups > most) {
            None => Ok(()),
            Some(groups) => Err(GpuError(format!(
                "{groups} workgroups in one dimension are more than the {most} that {} grants: use a second dimension, \
                 or let each invocation do more",
                self.adapter_name()
            ))),
        }
    }
}

fn encode(
    encoder: &mut wgpu::CommandEncoder,
    timestamp_writes: Option<wgpu::ComputePassTimestampWrites<'_>>,
    dispatches: &[Dispatch<'_>],
) {
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label: None, timestamp_writes });
    for Dispatch { bound, groups } in dispatches {
        pass.set_pipeline(&bound.pipeline);
        pass.set_bind_group(0, &bound.group, &[]);
        pass.dispatch_workgroups(groups[0], groups[1], groups[2]);
    }
}

impl Pipeline {
    /// Ties `buffers` to the shader's bindings 0, 1, … of group 0.
    ///
    /// # Errors
    /// When the shader uses others, or one of them is too small for it.
    pub fn bind(&self, buffers: &[&Buffer]) -> Result<Bound, GpuError> {
        let group = self.gpu.checked(|device| {
            let entries: Vec<_> = (0..)
                .zip(buffers)
                .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.raw.as_entire_binding() })
                .collect();
            device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &self.raw.get_bind_group_layout(0),
                entries: &entries,
            })
        })?;
        Ok(Bound { pipeline: self.raw.clone(), group })
    }
}

impl Bound {
    /// So many workgroups of it, in x, y and z.
    pub fn groups(&self, groups: [u32; 3]) -> Dispatch<'_> {
        Dispatch { bound: self, groups }
    }
}
