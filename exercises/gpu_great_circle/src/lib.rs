//! This shader computes great-circle distances, and is right as long as one dimension of the dispatch is enough. But it
//! is given four words for each pair, and reads every one with a request of its own. A kilometre is precise enough
//! here. So a point fits into one word, a pair into two, and two words can be read with one request.
//!
//! Three things are yours, and have to fit together: [`pack`], the shader in `pairs.wgsl`, and [`workgroups`].
//!
//! A point: `unpack2x16snorm` makes two numbers from -1 to 1 of a word, each of 16 bits. The lower half counts in steps
//! of 1/32767 as an `i16`, and so does the upper one. With the longitude in one and the latitude in the other, rounded,
//! a distance is off by 0.7 km at most.
//!
//! The dispatch: a device takes at most `most` workgroups in one dimension, and there may be more pairs than that
//! holds. One dispatch must do them all.
//!
//! The check runs your shader in a simulator, without a graphics card. With 65,536 pairs, pairs and distances together
//! may take 6,400 transactions of 128 bytes, counted for subgroups of 32; with two words a pair 6,144 is the least.
//! What reading `n` takes doesn't count. About 35 minutes.
//!
//! You need only, in WGSL, `unpack2x16snorm`, an array of `vec2<u32>`, `.x` and `.y`, and the numbers of the invocation
//! and of workgroups; in Rust, `round`, `as i16 as u16`, shifts, and `div_ceil`. Another layout is fine if it is as
//! small.

/// The shader; its entry point is `distances`.
pub const SHADER: &str = include_str!("pairs.wgsl");

/// The pairs as the shader reads them. Each comes as longitude and latitude of one point, then of the other, in
/// degrees, -180 to 180 and -90 to 90.
pub fn pack(pairs: &[[f64; 4]]) -> Vec<u32> {
    pairs.iter().flatten().map(|&degrees| (degrees as f32).to_bits()).collect()
}

/// How many workgroups to start in x, y and z for `n` pairs, at least 1, on a device that takes at most `most` in each
/// dimension.
pub fn workgroups(n: u32, _most: u32) -> [u32; 3] {
    [n.div_ceil(64), 1, 1]
}
