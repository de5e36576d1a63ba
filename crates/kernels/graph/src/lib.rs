//! Directed graphs as *compressed sparse rows* (CSR): two arrays, however many vertices there are.
//!
//! | to get one | use |
//! |---|---|
//! | from edges in any order | [`Csr::from_edges`] |
//! | from two arrays that somebody else made | [`Csr::new`] |
//! | from a file | [`Csr::read`] |
//! | of any size, always the same | [`generate`] |
//! | that means something | [`words`] |

mod csr;
mod error;
mod file;
pub mod generate;
mod words;

pub use csr::Csr;
pub use error::Error;
pub use words::{Words, words};
