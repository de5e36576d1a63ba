//! Takes pairs of pairs apart with `unzip`, and finds the largest in two passes.

use std::mem;
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
    /// Whether a country is governed from there.
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
    /// Whether countries are governed from there.
    pub capital: Vec<bool>,
}

/// Columns of different lengths: there is no telling which city a number belongs to. They are given back, all as they were.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("the columns have different lengths: fill up or cut the ones that are wrong, and try again")]
pub struct Uneven(pub Cities);

/// Takes the records apart, in their order.
pub fn to_columns(records: Vec<City>) -> Cities {
    let parts = records.into_iter().map(|city| (city.name, ((city.lon, city.lat), (city.people, city.capital))));
    let (name, ((lon, lat), (people, capital))) = parts.unzip();
    Cities { name, lon, lat, people, capital }
}

/// Puts the records together again, in their order.
///
/// # Errors
/// When the columns have different lengths.
pub fn to_records(cities: Cities) -> Result<Vec<City>, Uneven> {
    let n = cities.name.len();
    if [cities.lon.len(), cities.lat.len(), cities.people.len(), cities.capital.len()] != [n; 4] {
        return Err(Uneven(cities));
    }
    let (mut lon, mut lat) = (cities.lon.iter(), cities.lat.iter());
    let (mut people, mut capital) = (cities.people.iter(), cities.capital.iter());
    let city = |name| {
        Some(City { name, lon: *lon.next()?, lat: *lat.next()?, people: *people.next()?, capital: *capital.next()? })
    };
    Ok(cities.name.into_iter().filter_map(city).collect())
}

/// How many people live in all cities. Needs `people` only.
pub fn all_people(cities: &Cities) -> u64 {
    cities.people.iter().map(|&people| u64::from(people)).sum()
}

/// The number of the city with the most people, the first one if there are several; `None` if there is no city. Needs
/// `people` only.
pub fn largest(cities: &Cities) -> Option<usize> {
    let most = cities.people.iter().max()?;
    cities.people.iter().position(|people| people == most)
}

/// How many people live in cities further north than `lat` degrees. Needs `lat` and `people`, which have the same length.
pub fn people_north_of(cities: &Cities, lat: f64) -> u64 {
    let cities = cities.lat.iter().zip(&cities.people);
    cities.filter(|&(&city, _)| city > lat).map(|(_, &people)| u64::from(people)).sum()
}

/// Sorts the cities in place, those with the most people first; of those with equally many, the one that was first stays
/// first. All columns have the same length.
pub fn most_people_first(cities: &mut Cities) {
    let mut order: Vec<usize> = (0..cities.people.len()).rev().collect();
    order.sort_by_key(|&i| cities.people[i]);
    order.reverse();
    let mut old = mem::take(cities);
    cities.name.extend(order.iter().map(|&i| mem::take(&mut old.name[i])));
    old.name = Vec::new();
    cities.lon.extend(order.iter().map(|&i| old.lon[i]));
    old.lon = Vec::new();
    cities.lat.extend(order.iter().map(|&i| old.lat[i]));
    cities.people.extend(order.iter().map(|&i| old.people[i]));
    cities.capital.extend(order.iter().map(|&i| old.capital[i]));
}
