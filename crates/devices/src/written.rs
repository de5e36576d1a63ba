//! What CubeCL writes down of a kernel, without an adapter: this asks of none which types it has.

use cubecl::{
    Compiler, CubeKernel, WgpuCompilationOptions,
    features::{Features, TypeUsage},
    ir::{
        DeviceIdentity, DeviceProperties, ElemType, FloatKind, HardwareProperties, IntKind, MemoryDeviceProperties,
        TargetProperties, UIntKind,
    },
    prelude::BufferArg,
    profile::TimingMethod,
    server::Handle,
    wgpu::WgslCompiler,
};
use cubecl_common::device::{DeviceId, ServiceId};
use cubecl_environment::stream::StreamId;
use std::sync::Arc;

/// A device that grants what every WebGPU device does, and nothing else.
pub fn properties() -> Arc<DeviceProperties> {
    let hardware = HardwareProperties {
        load_width: 128,
        vector_register_count: None,
        plane_size_min: 32,
        plane_size_max: 32,
        max_bindings: 8,
        max_shared_memory_size: 16_384,
        max_cube_count: (65_535, 65_535, 65_535),
        max_units_per_cube: 256,
        max_cube_dim: (256, 256, 64),
        num_streaming_multiprocessors: None,
        num_cpu_cores: None,
        last_level_cache_size: None,
        num_tensor_cores: None,
        min_tensor_cores_dim: None,
        max_vector_size: 4,
        cube_mma_reserved_shared_memory: 0,
    };
    let memory = MemoryDeviceProperties::new(128 << 20, 32);
    let nobody = DeviceIdentity::default();
    let mut device = DeviceProperties::new(Features::default(), memory, hardware, TimingMethod::System, nobody);
    for ty in [
        ElemType::Float(FloatKind::F32),
        ElemType::Int(IntKind::I32),
        ElemType::UInt(UIntKind::U32),
        ElemType::Index,
        ElemType::Bool,
    ] {
        device.register_type_usage(ty, TypeUsage::all());
    }
    Arc::new(device)
}

/// What the WGSL of such a device can aim at: nothing in particular.
pub fn target() -> Arc<TargetProperties> {
    Arc::new(TargetProperties::default())
}

/// Memory that a kernel can be told of, and that is nowhere.
pub fn nowhere() -> BufferArg {
    let handle = Handle::new(ServiceId::of::<()>(DeviceId::new(0, 0)), StreamId::current(), 4);
    // SAFETY: nothing is launched, and nobody reads what lies there.
    unsafe { BufferArg::from_raw_parts(handle, 1) }
}

/// The WGSL of `kernel`.
///
/// # Errors
/// What CubeCL objects to when the kernel is written down.
pub fn wgsl(kernel: impl CubeKernel) -> Result<String, String> {
    let written = WgslCompiler.compile(kernel.define(), &WgpuCompilationOptions::default());
    written.map(|shader| shader.to_string()).map_err(|error| error.to_string())
}
