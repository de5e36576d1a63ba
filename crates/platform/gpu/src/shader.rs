//! Shaders, read and found valid.

use crate::GpuError;
use wgpu::naga;

/// A shader that has been read and found valid. Needs no adapter.
pub struct Shader {
    module: naga::Module,
}

impl Shader {
    /// Reads `wgsl`; `file` is the name that an error points at.
    ///
    /// # Errors
    /// The compiler's message, with the line and the place in it.
    pub fn parse(wgsl: &str, file: &str) -> Result<Self, GpuError> {
        let module = naga::front::wgsl::parse_str(wgsl)
            .map_err(|error| GpuError::new(error.emit_to_string_with_path(wgsl, file)))?;
        let mut validator = naga::valid::Validator::new(Default::default(), Default::default());
        validator.validate(&module).map_err(|error| GpuError::new(error.emit_to_string_with_path(wgsl, file)))?;
        Ok(Self { module })
    }

    /// The invocations in one workgroup of `entry`, in x, y and z; `None` if the shader has no such compute entry
    /// point.
    pub fn workgroup_size(&self, entry: &str) -> Option<[u32; 3]> {
        let compute = |point: &&naga::EntryPoint| point.name == entry && point.stage == naga::ShaderStage::Compute;
        self.module.entry_points.iter().find(compute).map(|point| point.workgroup_size)
    }
}
