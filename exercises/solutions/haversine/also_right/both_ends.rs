//! Haversine for the near half of the Earth, the same from the antipode for the far half.

use std::f64::consts::PI;
use thiserror::Error;

/// The Earth's mean radius, kilometres.
pub const RADIUS_KM: f64 = 6371.0;

/// The first number that is no coordinate, as it was given.
#[derive(Clone, Copy, Debug, Error)]
pub enum NotOnEarth {
    /// NaN, or outside −180…180.
    #[error("{0} is no longitude: it must be a number of degrees from −180 to 180")]
    Longitude(f64),
    /// NaN, or outside −90…90.
    #[error("{0} is no latitude: it must be a number of degrees from −90 to 90")]
    Latitude(f64),
}

/// The distance along the surface of a sphere of radius [`RADIUS_KM`], kilometres, from degrees.
///
/// # Errors
/// When one of the four is no coordinate: the first one in the order of the arguments.
pub fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> Result<f64, NotOnEarth> {
    for (lon, lat) in [(lon1, lat1), (lon2, lat2)] {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(NotOnEarth::Longitude(lon));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(NotOnEarth::Latitude(lat));
        }
    }
    let half = PI / 360.0;
    let (sin_east, cos_east) = ((lon2 - lon1) * half).sin_cos();
    let north = ((lat2 - lat1) * half).sin();
    let south = ((lat2 + lat1) * half).sin();
    let cosines = (lat1 * 2.0 * half).cos() * (lat2 * 2.0 * half).cos();
    // The squared half-chords to the second point and to its antipode. One of them is always small enough to be exact.
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;
    let angle = if a < b { a.sqrt().asin() } else { PI / 2.0 - b.sqrt().asin() };
    Ok(2.0 * RADIUS_KM * angle)
}

/// The length of the way through `points`, each its longitude and latitude, kilometres.
///
/// # Errors
/// When one of the points isn't on Earth: the number of the first such, counted from 0, and why.
pub fn route(points: &[(f64, f64)]) -> Result<f64, (usize, NotOnEarth)> {
    let mut length = 0.0;
    let mut before = None;
    for (i, &here) in points.iter().enumerate() {
        // The first one is as far from itself as nothing: it is looked at all the same.
        let (lon, lat) = before.unwrap_or(here);
        length += distance(lon, lat, here.0, here.1).map_err(|wrong| (i, wrong))?;
        before = Some(here);
    }
    Ok(length)
}
