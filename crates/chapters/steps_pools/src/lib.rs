//! The chapter on pools, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`per_task`] | a thread for each job |
//! | [`channel`] | a few threads, which take jobs from a channel behind a lock |
//! | [`queue`] | a queue of one's own, and workers that sleep on a condition variable |
//! | [`answers`] | a job has an answer, which is a value or a panic |
//! | [`stealing`] | a queue for each worker, and thieves |
//! | [`join`], [`tree`] | rayon: two halves; as many branches as there are |
//! | [`fold`] | rayon: an accumulator for each piece, then all of them combined |
//! | [`min_len`] | rayon: how small a piece may be |
//! | [`in_order`], [`as_they_come`] | answers in their places, or in the order of arrival |
//! | [`sum`], [`sum_in_parts`] | a sum whose last digits depend on the day, and one whose digits don't |
//! | [`panics`], [`nested`], [`own_pool`] | a panic in a task, parallel loops in parallel loops, another pool |

pub mod answers;
pub mod as_they_come;
pub mod channel;
pub mod fold;
pub mod in_order;
pub mod join;
pub mod min_len;
pub mod nested;
pub mod own_pool;
pub mod panics;
pub mod per_task;
pub mod queue;
pub mod stealing;
pub mod sum;
pub mod sum_in_parts;
pub mod tree;
