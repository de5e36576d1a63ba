//! Plots, sweeps and scoreboards.

use crate::house::House;

/// The directives of this family.
pub const NAMES: [&str; 3] = ["plot", "series", "scoreboard"];

/// TODO
pub fn figure(_house: &House, _name: &str, _args: &str) -> Result<String, String> {
    Err("no".into())
}
