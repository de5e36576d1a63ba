//! The chapter on instructions in parallel, step by step. Each file is one step; the difference between two is one
//! idea.
//!
//! | step | idea |
//! |---|---|
//! | [`one_chain`], [`four_chains`], [`many_chains`] | additions that wait for each other, and some that don't |
//! | [`integers`] | what the compiler may reorder by itself |
//! | [`scale_add`], [`indexed`] | loops that become vectors |
//! | [`early_exit`], [`library_call`], [`bounds`], [`carried`] | four that don't |
//! | [`in_blocks`], [`cut_first`], [`sine`] | what mends three of them |
//! | [`dispatched`], [`by_hand`] | vectors that not every processor has |
//! | [`taylor`], [`horner`], [`estrin`], [`fused`] | one polynomial, its coefficients and its order of evaluation |
//! | [`sine`], [`cosine`], [`arcsine`] | functions without calls and branches |
//! | [`reordered`] | what is left of one of them when sums are regrouped |
//! | [`ulp`] | how far from the truth? |
//!
//! `tests/assembly.rs` compiles the steps and reads what the compiler made of them. Loops are marked `#[inline(never)]`
//! so that the assembly has them under their names; each is called once for many numbers, and so the call costs
//! nothing.

pub mod arcsine;
pub mod bounds;
pub mod by_hand;
pub mod carried;
pub mod cosine;
pub mod cut_first;
pub mod dispatched;
pub mod early_exit;
pub mod estrin;
pub mod four_chains;
pub mod fused;
pub mod horner;
pub mod in_blocks;
pub mod indexed;
pub mod integers;
pub mod library_call;
pub mod many_chains;
pub mod one_chain;
pub mod reordered;
pub mod scale_add;
pub mod sine;
pub mod taylor;
pub mod ulp;
