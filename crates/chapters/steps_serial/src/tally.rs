//! How often each position occurs, in a hash map with a hash function of our own: with one multiplication, and with
//! both halves of its product.

pub mod folded;
pub mod multiplied;
