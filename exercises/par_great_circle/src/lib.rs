//! Distances of many pairs with rayon: in order, in whatever pool you are called, and with an error that doesn't depend
//! on which thread was quicker.
//!
//! You write [`par_great_circle`]. It is given the function that computes one distance. For three pairs that are 1, 20
//! and 300 km apart it returns `Ok(vec![1.0, 20.0, 300.0])`, whichever was ready first. Where a pair is no pair of
//! points on Earth, that function gives an error. Then your whole answer is an error: it names the first bad pair in
//! the order of the slice, even if another one was found earlier.
//!
//! It runs in the pool that you are called in, on all of its threads at the same time and on no others; outside of any
//! pool those are the threads of rayon's global one. When every pair is good, each is computed once. The check lets the
//! first bad pair take a hundred times as long as the others, and pauses a thread at each lock or atomic, to expose
//! races. About 30 minutes.
//!
//! You will need: `rayon::prelude::*`, `par_iter`, `map`, `collect`.

use thiserror::Error;

/// Two points on Earth, in degrees: longitudes in −180…180 with east positive, latitudes in −90…90 with north positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The first point's longitude.
    pub lon1: f64,
    /// The first point's latitude.
    pub lat1: f64,
    /// The second point's longitude.
    pub lon2: f64,
    /// The second point's latitude.
    pub lat2: f64,
}

/// A number that is no coordinate, as it was given.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum NotOnEarth {
    /// NaN, or outside −180…180.
    #[error("{0} is no longitude: it must be a number of degrees from −180 to 180")]
    Longitude(f64),
    /// NaN, or outside −90…90.
    #[error("{0} is no latitude: it must be a number of degrees from −90 to 90")]
    Latitude(f64),
}

impl Pair {
    /// How far apart the two are along the surface of the Earth, kilometres.
    ///
    /// # Errors
    /// When one of the four numbers is no coordinate.
    pub fn distance(&self) -> Result<f64, NotOnEarth> {
        for (lon, lat) in [(self.lon1, self.lat1), (self.lon2, self.lat2)] {
            if !(-180.0..=180.0).contains(&lon) {
                return Err(NotOnEarth::Longitude(lon));
            }
            if !(-90.0..=90.0).contains(&lat) {
                return Err(NotOnEarth::Latitude(lat));
            }
        }
        Ok(great_circle::distance(self.lon1, self.lat1, self.lon2, self.lat2))
    }
}

/// Which pair is to blame, and why.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
#[error("pair {index}: {why}")]
pub struct BadPair {
    /// The pair's place, counted from 0.
    pub index: usize,
    /// What is wrong with it.
    pub why: NotOnEarth,
}

/// The distances of all `pairs`, kilometres, in their order.
///
/// # Errors
/// When some pair is no pair of points on Earth: the first such pair.
pub fn distances(pairs: &[Pair]) -> Result<Vec<f64>, BadPair> {
    par_great_circle(pairs, Pair::distance)
}

/// What `distance` makes of each of `pairs`, in their order, computed by the threads of the rayon pool that this is
/// called in.
///
/// # Errors
/// When `distance` gives an error: the one of the first pair, in the order of `pairs`, for which it does.
pub fn par_great_circle(
    pairs: &[Pair],
    distance: impl Fn(&Pair) -> Result<f64, NotOnEarth> + Send + Sync,
) -> Result<Vec<f64>, BadPair> {
    let _ = distance;
    todo!("compute the distances of {} pairs with rayon", pairs.len())
}
