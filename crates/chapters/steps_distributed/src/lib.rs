//! Counting words on several machines, by hand. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`text`] | a text as long as you like, of which everybody can write any part |
//! | [`count`] | one core counts |
//! | [`rayon`] | a map for each piece, and maps that are merged |
//! | [`one_read`] | what comes is taken for what was sent |
//! | [`frame`] | a length before each message |
//! | [`framed`], [`collected`] | the length and the bytes sent as two pieces, and as one |
//! | [`mesh`] | a connection between every two processes |
//! | [`owner`] | who counts which word |
//! | [`everyone_writes`] | all write before they read |
//! | [`exchange`] | writing and reading at the same time |
//! | [`shuffle`] | the whole: count, send each word to its owner, add up |
//! | [`patience`] | a peer that is silent |

pub mod collected;
pub mod count;
pub mod everyone_writes;
pub mod exchange;
pub mod frame;
pub mod framed;
pub mod mesh;
pub mod one_read;
pub mod owner;
pub mod patience;
pub mod rayon;
pub mod shuffle;
pub mod text;
