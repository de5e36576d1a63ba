//! Arrays that stay in the adapter's memory.

use crate::{Gpu, GpuError};
use bytemuck::{AnyBitPattern, NoUninit};

/// An array in the adapter's memory. It stays there until this and all [`Bound`](crate::Bound) that name it are gone.
#[derive(Clone, Debug)]
pub struct Buffer {
    pub(crate) raw: wgpu::Buffer,
    /// Bytes of the array; `raw` has four at least.
    pub(crate) bytes: usize,
}

impl Gpu {
    /// An array that holds `values`. It is whole 32-bit words.
    ///
    /// # Errors
    /// When it is larger than the device allows, or its memory is spent.
    pub fn buffer<T: NoUninit>(&self, values: &[T]) -> Result<Buffer, GpuError> {
        let buffer = self.room(size_of_val(values))?;
        self.write(&buffer, values)?;
        Ok(buffer)
    }

    /// An array of `n` elements whose bits are all zero.
    ///
    /// # Errors
    /// As [`Gpu::buffer`].
    pub fn zeros<T: NoUninit>(&self, n: usize) -> Result<Buffer, GpuError> {
        self.room(n.saturating_mul(size_of::<T>()))
    }

    /// Writes `values` over the beginning of the array.
    ///
    /// # Errors
    /// When they are longer than the array, or the device is lost.
    pub fn write<T: NoUninit>(&self, buffer: &Buffer, values: &[T]) -> Result<(), GpuError> {
        let bytes: &[u8] = bytemuck::cast_slice(values);
        if bytes.len() > buffer.bytes {
            let (has, is) = (buffer.bytes, bytes.len());
            return Err(GpuError(format!("{is} bytes were to be written into a buffer of {has}")));
        }
        self.checked(|_| self.queue.write_buffer(&buffer.raw, 0, bytes))
    }

    /// What the array holds, once all that was submitted before is done.
    ///
    /// # Errors
    /// When it isn't a whole number of `T`, or the device is lost.
    pub fn read<T: NoUninit + AnyBitPattern>(&self, buffer: &Buffer) -> Result<Vec<T>, GpuError> {
        if !buffer.bytes.is_multiple_of(size_of::<T>()) {
            let (bytes, each) = (buffer.bytes, size_of::<T>());
            return Err(GpuError(format!("a buffer of {bytes} bytes is no whole number of elements of {each}")));
        }
        let mut values = vec![T::zeroed(); buffer.bytes / size_of::<T>()];
        self.copy(buffer, &self.staging(buffer.bytes)?, bytemuck::cast_slice_mut(&mut values))?;
        Ok(values)
    }

    /// An array of so many bytes.
    pub(crate) fn room(&self, bytes: usize) -> Result<Buffer, GpuError> {
        use wgpu::BufferUsages as Usage;
        let most = self.most_bytes();
        if bytes > most {
            return Err(GpuError(format!(
                "a buffer of {bytes} bytes is more than {} grants this program: {most} is the most. Compute in batches",
                self.adapter_name()
            )));
        }
        if !bytes.is_multiple_of(4) {
            return Err(GpuError(format!("a buffer is whole 32-bit words, and {bytes} bytes aren't")));
        }
        let raw = self.memory(bytes, Usage::STORAGE | Usage::UNIFORM | Usage::COPY_DST | Usage::COPY_SRC)?;
        Ok(Buffer { raw, bytes })
    }

    /// Memory that the processor can read.
    pub(crate) fn staging(&self, bytes: usize) -> Result<wgpu::Buffer, GpuError> {
        self.memory(bytes, wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST)
    }

    pub(crate) fn memory(&self, bytes: usize, usage: wgpu::BufferUsages) -> Result<wgpu::Buffer, GpuError> {
        // A binding of no bytes at all is refused.
        let size = (bytes as u64).max(4);
        self.checked(|device| {
            device.create_buffer(&wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false })
        })
    }

    /// Copies the beginning of the array into `out`, through `staging`.
    pub(crate) fn copy(&self, from: &Buffer, staging: &wgpu::Buffer, out: &mut [u8]) -> Result<(), GpuError> {
        if out.is_empty() {
            return Ok(());
        }
        self.checked(|device| {
            let mut encoder = device.create_command_encoder(&Default::default());
            encoder.copy_buffer_to_buffer(&from.raw, 0, staging, 0, out.len() as u64);
            self.queue.submit([encoder.finish()]);
        })?;
        self.map(staging, out)
    }

    /// Waits, and copies what `staging` holds then into `out`.
    pub(crate) fn map(&self, staging: &wgpu::Buffer, out: &mut [u8]) -> Result<(), GpuError> {
        self.checked(|_| staging.map_async(wgpu::MapMode::Read, .., |_| ()))?;
        self.wait()?;
        let mapped = staging.get_mapped_range(..out.len() as u64).map_err(|e| GpuError(e.to_string()))?;
        out.copy_from_slice(&mapped);
        drop(mapped);
        staging.unmap();
        Ok(())
    }
}
