//! The distance between two points on Earth, right everywhere, and an error for what isn't on Earth.
//!
//! You write two functions. [`distance`] is the page's, but it takes plain numbers and checks them itself; [`route`]
//! adds up the legs of a route. `distance` takes degrees, longitudes with east positive, latitudes with north positive:
//! `distance(-72.545, -13.163, -105.042, 38.841)`, from Machu Picchu to Pikes Peak, is about 6,695 km.
//!
//! The check compares it with 192-bit arithmetic. It wants every distance right to a millimetre, and small ones, down
//! to a millimetre, to one part in a thousand: for equal points, neighbours, antipodes, poles, on both sides of the
//! date line. A point's distance from itself is exactly 0. Then it passes numbers that are no coordinates, NaN and the
//! infinities included, in each of the four places. −180 and 180 are longitudes (of the same places), −90 and 90
//! latitudes. Of `route` it wants the sum, and the first point that isn't on Earth, even where there is no leg. About
//! 30 minutes.
//!
//! You need only `sin_cos`, `sqrt`, `atan2` and `contains` of a range.

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
    todo!("how far is it from ({lon1}, {lat1}) to ({lon2}, {lat2})?")
}

/// The length of the route through `points`, each a longitude and a latitude, in kilometres: all legs together, 0 if
/// there are fewer than two points.
///
/// # Errors
/// When one of the points isn't on Earth: the number of the first such, counted from 0, and why. A route of one point
/// has no leg, and its point is checked all the same.
pub fn route(points: &[(f64, f64)]) -> Result<f64, (usize, NotOnEarth)> {
    todo!("add up the legs of a route through {} points", points.len())
}
