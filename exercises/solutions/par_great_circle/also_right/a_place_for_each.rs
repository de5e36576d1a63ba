//! A place for each answer, which is filled once; then looks at them in order.

use rayon::prelude::*;
use std::sync::OnceLock;
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

/// Cloned from one that is empty.
pub fn par_great_circle(
    pairs: &[Pair],
    distance: impl Fn(&Pair) -> Result<f64, NotOnEarth> + Send + Sync,
) -> Result<Vec<f64>, BadPair> {
    let places = vec![OnceLock::new(); pairs.len()];
    pairs.par_iter().zip(&places).for_each(|(pair, place)| {
        place.get_or_init(|| distance(pair));
    });
    let answers = places.into_iter().filter_map(OnceLock::into_inner).enumerate();
    answers.map(|(index, km)| km.map_err(|why| BadPair { index, why })).collect()
}
