//! Unit vectors: half the angle from the lengths of their difference and their sum.

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
    let unit = |lon: f64, lat: f64| {
        let ((y, x), (z, r)) = (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
        [r * x, r * y, z]
    };
    let (u, v) = (unit(lon1, lat1), unit(lon2, lat2));
    let length = |sign: f64| (0..3).map(|i| (u[i] + sign * v[i]).powi(2)).sum::<f64>().sqrt();
    Ok(2.0 * RADIUS_KM * length(-1.0).atan2(length(1.0)))
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
