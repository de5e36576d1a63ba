//! Heat spreads over a plate that is cut into bands of rows, one for each rank.
//!
//! In a step, each row is computed from itself and its two neighbours as they were a step ago: `heat::row` does that.
//! The row above a rank's first one belongs to the rank before, and the row below its last to the rank after. You write
//! [`evolve`], which takes a rank's band through a number of steps, and exchanges rows before each.
//!
//! ```text
//! // Row 3 of a plate of 8 × 8 points a step later, from rows 2, 3 and 4:
//! heat::row(8, 3, [above, row, below], &mut after);
//! ```
//!
//! The plate's first and last row stay as they are: `heat::row` sees to that, by the row's number in the *plate*, and
//! doesn't look at what is above the first or below the last, so that you may give it any row there. [`band`] says
//! which rows are whose. There may be more ranks than rows: then the last ranks have none.
//!
//! The check proves that
//!
//! 1. the plate is, to the last bit, what one rank alone computes, for any number of ranks;
//! 2. **only rows at a border travel**: two messages for each border between two bands and step, of a row each;
//! 3. no send needs a buffer: each may wait until its receiver is there;
//! 4. all borders are exchanged at the same time: a step takes no longer with eight ranks than with three.
//!
//! It plays the ranks on threads, in a time of its own in which each message takes a second, and needs no MPI. About 40
//! minutes.
//!
//! You will need `send_receive_into`, of `mpi::point_to_point`, or `request::scope`, of `mpi`, with `immediate_send`
//! and `immediate_receive_into`, or a good order of `send` and `receive_into`; and two bands that take turns, for a row
//! must not be written over before its neighbours are computed.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;
use std::ops::Range;

/// Which of the `size` rows of a plate belong to rank `rank` of `ranks`: as many to each, but fewer, or none, to the
/// last ones.
pub fn band(size: usize, rank: usize, ranks: usize) -> Range<usize> {
    let each = size.div_ceil(ranks);
    (rank * each).min(size)..((rank + 1) * each).min(size)
}

/// This rank's rows of a plate of `size` × `size` points after `steps` steps. `rows` are the same ones before, of
/// `size` numbers each, one after another. All ranks call this with their own.
pub fn evolve(world: &SimpleCommunicator, size: usize, steps: usize, rows: Vec<f64>) -> Vec<f64> {
    let mine = band(size, world.rank() as usize, world.size() as usize);
    todo!("take rows {mine:?} through {steps} steps: {} numbers", rows.len())
}
