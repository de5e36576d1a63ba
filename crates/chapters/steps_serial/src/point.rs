//! Coordinates that can't be swapped, lose a sign or leave the Earth.

use great_circle::Pairs;
use std::ops::Deref;
use thiserror::Error;

/// Degrees east of Greenwich, −180…180.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Longitude(f64);

/// Degrees north of the equator, −90…90.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latitude(f64);

// ANCHOR: error
/// Why a number is no coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum NotOnEarth {
    /// The result of a calculation that failed, or a value that is missing.
    #[error("a {what} that is not a number: find out where it comes from, or leave this point out")]
    NotANumber {
        /// `longitude` or `latitude`.
        what: &'static str,
    },
    /// Too far from 0, infinitely far included.
    #[error("a {what} of {degrees}°: it must lie between −{most}° and {most}°. Are longitude and latitude swapped?")]
    OutOfRange {
        /// `longitude` or `latitude`.
        what: &'static str,
        /// What was given.
        degrees: f64,
        /// The largest there is.
        most: f64,
    },
}
// ANCHOR_END: error

// ANCHOR: longitude
impl Longitude {
    /// # Errors
    /// When `degrees` is NaN or outside −180…180.
    pub fn east(degrees: f64) -> Result<Self, NotOnEarth> {
        within("longitude", degrees, 180.0).map(Self)
    }

    /// # Errors
    /// As [`Longitude::east`].
    pub fn west(degrees: f64) -> Result<Self, NotOnEarth> {
        Self::east(-degrees)
    }
}
// ANCHOR_END: longitude

impl Latitude {
    /// # Errors
    /// When `degrees` is NaN or outside −90…90.
    pub fn north(degrees: f64) -> Result<Self, NotOnEarth> {
        within("latitude", degrees, 90.0).map(Self)
    }

    /// # Errors
    /// As [`Latitude::north`].
    pub fn south(degrees: f64) -> Result<Self, NotOnEarth> {
        Self::north(-degrees)
    }
}

// ANCHOR: within
fn within(what: &'static str, degrees: f64, most: f64) -> Result<f64, NotOnEarth> {
    match degrees {
        _ if degrees.is_nan() => Err(NotOnEarth::NotANumber { what }),
        _ if degrees.abs() > most => Err(NotOnEarth::OutOfRange { what, degrees, most }),
        _ => Ok(degrees),
    }
}
// ANCHOR_END: within

// ANCHOR: point
/// A place on Earth. Whoever holds one needs no check: there is no other way to make it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    lon: Longitude,
    lat: Latitude,
}

impl Point {
    /// Takes each coordinate in a type of its own: swapped, they don't compile.
    pub const fn new(lon: Longitude, lat: Latitude) -> Self {
        Self { lon, lat }
    }
}
// ANCHOR_END: point

impl Point {
    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon.0
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat.0
    }

    /// The distance to another place, kilometres.
    pub fn km_to(self, other: Point) -> f64 {
        great_circle::distance(self.lon(), self.lat(), other.lon(), other.lat())
    }
}

/// From where to where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// One place.
    pub from: Point,
    /// The other.
    pub to: Point,
}

// ANCHOR: on_earth
/// Columns of coordinates that have all been looked at. They can be read as [`Pairs`], and no longer be written.
pub struct OnEarth(Pairs);

impl TryFrom<Pairs> for OnEarth {
    type Error = NotOnEarth;

    fn try_from(pairs: Pairs) -> Result<Self, NotOnEarth> {
        for &lon in pairs.lon1.iter().chain(&*pairs.lon2) {
            Longitude::east(lon)?;
        }
        for &lat in pairs.lat1.iter().chain(&*pairs.lat2) {
            Latitude::north(lat)?;
        }
        Ok(Self(pairs))
    }
}

impl Deref for OnEarth {
    type Target = Pairs;

    fn deref(&self) -> &Pairs {
        &self.0
    }
}
// ANCHOR_END: on_earth

impl TryFrom<[f64; 4]> for Pair {
    type Error = NotOnEarth;

    /// From a row of data: lon1, lat1, lon2, lat2, degrees east and north.
    fn try_from([lon1, lat1, lon2, lat2]: [f64; 4]) -> Result<Self, NotOnEarth> {
        let point = |lon, lat| Ok(Point::new(Longitude::east(lon)?, Latitude::north(lat)?));
        Ok(Self { from: point(lon1, lat1)?, to: point(lon2, lat2)? })
    }
}
