//! Word count and PageRank on an engine: [timely dataflow](https://docs.rs/timely) (Murray and others 2013).
//!
//! A dataflow is a graph of operators along which records flow. Every worker builds the same one and runs it on its own
//! part; a worker is a thread, and the threads may be in one process, in several, or on several hosts. The program
//! doesn't say: its arguments do.
//!
//! | file | what flows |
//! |---|---|
//! | [`word_count`] | counts of words, once, to the words' owners |
//! | [`page_rank`] | shares of ranks, round after round, along a loop |
//! | [`part`] | nothing: what a worker holds of a graph |
//! | [`together`] | nothing any more: one has failed |

pub mod page_rank;
pub mod part;
pub mod together;
pub mod word_count;
