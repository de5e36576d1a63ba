//! The shortest way from arrays to a compute shader and back.
//!
//! [`open`] gives the adapter, once for the whole program. From there on there are two ways:
//!
//! - **One shader, in and out.** [`Gpu::kernel`] takes a shader with some inputs and one output; [`Kernel::run`] copies
//!   slices there and back, and says how long each stage took.
//! - **Data that stays.** A [`Buffer`] lies in the adapter's memory until it is dropped ([`Gpu::buffer`],
//!   [`Gpu::zeros`], [`Gpu::read`]). A [`Pipeline`] is a compiled shader with any number of buffers, some of them
//!   outputs; [`Pipeline::bind`] ties buffers to it, and [`Gpu::run`] takes the dispatches of one or more passes in
//!   one submission. A dispatch sees all that the one before has stored.
//!
//! What can go wrong comes back as a [`GpuError`] in words: a shader that doesn't compile, a buffer past the limits, a
//! device that is lost, a driver that panics, a shader that doesn't end.

mod buffer;
mod device;
mod error;
mod kernel;
mod open;
mod pipeline;

pub use buffer::Buffer;
pub use device::Gpu;
pub use error::GpuError;
pub use kernel::{Kernel, Stages};
pub use open::{ADAPTER, Limits, Opening, Options, open, open_again, open_for_checks, without_desktop};
pub use pipeline::{Bound, Dispatch, Pipeline};
