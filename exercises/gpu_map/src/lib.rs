//! A weather archive holds its readings in degrees Fahrenheit. Convert all of them to Celsius on the GPU, each
//! reading by an invocation of its own.
//!
//! You write two things:
//!
//! 1. in `map.wgsl`, the body of `convert`: which reading is mine, is there such a reading, and what is it in Celsius?
//!    The conversion is (f − 32) / 1.8;
//! 2. in `lib.rs`, [`workgroups`].
//!
//! For example, 100 readings in workgroups of 64 take 2 workgroups: 128 invocations, 28 of which have nothing to do.
//!
//! The check runs your shader in a simulator, without a graphics card, for several numbers of readings, most of which
//! don't divide by 64, and compares with the CPU. It knows which invocation stores where: there must be one store for
//! each reading, none past the end, and with 100,003 readings no invocation may do more than a fiftieth of the work.
//! About 20 minutes. Another workgroup size is fine, if both files agree.
//!
//! You need only, in WGSL, `let`, `if`, `arrayLength(&celsius)`, which is how many readings there are, and `id.x`; an
//! array's elements are read and written as in Rust, and numbers such as `1.8` are `f32`. In Rust, a division of
//! whole numbers that rounds up (`div_ceil`).

/// The shader; its entry point is `convert`.
pub const SHADER: &str = include_str!("map.wgsl");

/// How many workgroups to start for `n` readings, at least 1 of them.
pub fn workgroups(n: u32) -> u32 {
    todo!("how many workgroups of 64 invocations does it take to give each of {n} readings an invocation?")
}
