//! Plays CUDA without a card, to judge exercises.
//!
//! A **kernel** in CUDA C is compiled by the host's C++ compiler, and [`Kernel::run`] plays the threads of a grid one
//! at a time, in the order that it is told. The compiler is asked to instrument the kernel as for ThreadSanitizer
//! (`-fsanitize=thread`), but the functions that it then calls before each access to memory are this crate's. So every
//! access is known: with its thread, its address and its line. Of these a [`Run`] says:
//!
//! | what | how it is found |
//! |---|---|
//! | an access past the end of an array | before it happens; the launch ends there |
//! | a race in shared or global memory | two threads, one of them storing, and no barrier between: in whatever order they ran |
//! | a barrier that isn't met by all, or not by all at the same line | all threads wait, and some have returned or wait elsewhere |
//! | shared memory that is read before anyone stored there | nobody stored there since the block began |
//! | a shuffle that names a lane which doesn't come, or reads one that takes no part | a warp's lanes wait for those in the mask |
//! | loads, stores and transactions of each array | counted; a transaction is 128 bytes that one instruction of a warp touches |
//!
//! What it doesn't play: time, a weak order of memory, dynamic shared memory, textures, launches from a kernel. Blocks
//! run one after another. Arrays hold `f32`. The names that a kernel may use are those of `src/host/cuda.h`.
//!
//! It needs a C++ compiler for Linux that knows `-fsanitize=thread`, but not the sanitizer's library; [`compiler`] says
//! whether there is one. Where NVIDIA's NVRTC is installed, [`ptx`] compiles the kernel with that, too.

mod findings;
mod kernel;
mod nvrtc;
pub mod streams;
mod trace;

pub use findings::{Finding, Kind};
pub use kernel::{Argument, Kernel, Launch, Order, Run, compiler};
pub use nvrtc::ptx;
pub use trace::Access;
