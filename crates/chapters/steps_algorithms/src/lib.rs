//! The steps of the chapter on parallel algorithms. Those that count work and span run nothing in parallel: they say
//! what would have to wait for what.

pub mod bootstrap;
pub mod compact;
pub mod cost;
pub mod mean_distance;
pub mod quickselect;
pub mod reduce;
pub mod rounds;
pub mod same_dice;
