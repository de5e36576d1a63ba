//! Squares on the GPU: a whole program, with nothing between you and wgpu.

use std::error::Error;
use wgpu::BufferUsages as Usage;

const SHADER: &str = "
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn square(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&y) {
        y[id.x] = x[id.x] * x[id.x];
    }
}
";

/// The square of each number.
pub async fn squares(x: &[f32]) -> Result<Vec<f32>, Box<dyn Error>> {
    // The drivers of this machine, one of their adapters, and a connection to that one.
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;

    // The shader is compiled; which buffers it has is read from its text.
    let source = wgpu::ShaderSource::Wgsl(SHADER.into());
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor { label: None, source });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: None,
        layout: None,
        module: &module,
        entry_point: Some("square"),
        compilation_options: Default::default(),
        cache: None,
    });

    // Two arrays in the adapter's memory, and one that the processor can read.
    let size = size_of_val(x) as u64;
    let buffer =
        |usage| device.create_buffer(&wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false });
    let there = [buffer(Usage::STORAGE | Usage::COPY_DST), buffer(Usage::STORAGE | Usage::COPY_SRC)];
    let here = buffer(Usage::MAP_READ | Usage::COPY_DST);
    let entry = |i: usize| wgpu::BindGroupEntry { binding: i as u32, resource: there[i].as_entire_binding() };
    let bindings = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[entry(0), entry(1)],
    });

    // What is to be done is written down first: compute, then copy the answer to where it can be read.
    let mut commands = device.create_command_encoder(&Default::default());
    let mut pass = commands.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &bindings, &[]);
    pass.dispatch_workgroups(x.len().div_ceil(64) as u32, 1, 1);
    drop(pass);
    commands.copy_buffer_to_buffer(&there[1], 0, &here, 0, size);

    // Then it is sent, after the numbers. `map_async` asks for the answer, `poll` waits until it is there.
    queue.write_buffer(&there[0], 0, bytemuck::cast_slice(x));
    queue.submit([commands.finish()]);
    here.map_async(wgpu::MapMode::Read, .., |_| ());
    device.poll(wgpu::PollType::wait_indefinitely())?;
    Ok(bytemuck::pod_collect_to_vec(&here.get_mapped_range(..)?))
}

#[allow(dead_code, reason = "the test calls `squares`")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("{:?}", pollster::block_on(squares(&[1.0, 2.0, 3.0]))?);
    Ok(())
}
