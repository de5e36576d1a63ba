//! The threads chapter, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`spawned`] | a thread may outlive its parent, so it owns what it uses |
//! | [`scoped`] | a thread that must end before its scope does may borrow |
//! | `great_circle::threads` | each thread writes a part of the answer that is its own |
//! | [`blocks`], [`cyclic`], `mandelbrot::threads` | who gets which rows, when rows differ in weight |
//! | [`next_index`] | a counter as a queue of jobs |
//! | [`one_after_another`], [`all_at_once`] | an iterator is lazy, threads or not |
//! | [`adjacent`], [`padded`] | counters that share a cache line, and counters that don't |
//! | [`panics`] | a thread that panics, and the others |
//! | [`stack`] | how much room a thread has for its calls |
//! | [`waking`] | what it costs to wake a thread that sleeps |

pub mod adjacent;
pub mod all_at_once;
pub mod blocks;
pub mod cyclic;
pub mod next_index;
pub mod one_after_another;
pub mod padded;
pub mod panics;
pub mod scoped;
pub mod spawned;
pub mod stack;
pub mod waking;
