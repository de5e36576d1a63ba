//! Cities as records, and cities as columns: from one to the other and back, and sums that touch only what they need.
//!
//! A record holds all that is known of one city. In [`Cities`], each field is a column of its own, and city number `i`
//! is number `i` of every column. You write the six functions.
//!
//! The check proves that nothing gets lost or changes place on the way, including cities without a name or with the
//! same one. Names are *moved*, not copied: the text of a name stays where it is in memory. The check counts
//! allocations; a few for each column are enough, however many cities there are.
//!
//! Each sum looks at the columns it needs and at no other: the check leaves the others empty. It allocates nothing
//! either.
//!
//! What records do by themselves, columns don't: if you sort one, you have to move all the others in step.
//! [`most_people_first`] does, and holds no second copy of the cities meanwhile. About 40 minutes.
//!
//! You need only: `into_iter` and `push`, or `zip`, which ends with the shorter of the two; `u64::from`;
//! `sort_by_key` of a column of places, with `Reverse` for what goes down; `mem::take`, which moves a name out of its
//! column. Of several equal ones, `max_by_key` returns the last and `min_by_key` the first.

use thiserror::Error;

/// All that is known of a city.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// What it is called.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// How many live there.
    pub people: u32,
    /// Whether it is a country's capital.
    pub capital: bool,
}

/// The same of many cities, a column for each field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cities {
    /// What they are called.
    pub name: Vec<String>,
    /// Degrees east.
    pub lon: Vec<f64>,
    /// Degrees north.
    pub lat: Vec<f64>,
    /// How many live there.
    pub people: Vec<u32>,
    /// Whether they are capitals.
    pub capital: Vec<bool>,
}

/// Columns of different lengths: there is no telling which city a number belongs to. They are given back, all as they
/// were.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("the columns have different lengths: fill up or cut the ones that are wrong, and try again")]
pub struct Uneven(pub Cities);

/// Takes the records apart, in their order.
pub fn to_columns(records: Vec<City>) -> Cities {
    todo!("put the fields of {} cities into columns", records.len())
}

/// Puts the records together again, in their order.
///
/// # Errors
/// When the columns have different lengths.
pub fn to_records(cities: Cities) -> Result<Vec<City>, Uneven> {
    todo!("make {} cities of their columns", cities.name.len())
}

/// How many people live in all cities. Needs `people` only.
pub fn all_people(cities: &Cities) -> u64 {
    todo!("add up {} numbers", cities.people.len())
}

/// The number of the city with the most people, the first one if there are several; `None` if there is no city. Needs
/// `people` only.
pub fn largest(cities: &Cities) -> Option<usize> {
    todo!("find the largest of {} numbers", cities.people.len())
}

/// How many people live in cities further north than `lat` degrees. Needs `lat` and `people`, which have the same
/// length. A latitude that is NaN is north of nothing, and nothing is north of it.
pub fn people_north_of(cities: &Cities, lat: f64) -> u64 {
    todo!("add up the people of some of {} cities, north of {lat}", cities.lat.len())
}

/// Sorts the cities in place, those with the most people first; of those with equally many, the one that was first
/// stays first. All columns have the same length.
///
/// Names are moved. Besides the cities there are never more than one new column and what it takes to sort one: no more
/// than 40 bytes for each city.
pub fn most_people_first(cities: &mut Cities) {
    todo!("move {} cities in every column, by what stands in one", cities.people.len())
}
