//! Takes each name out of its record and leaves an empty one, a column at a time.

use std::{cmp::Reverse, mem};
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
pub fn to_columns(mut records: Vec<City>) -> Cities {
    Cities {
        name: records.iter_mut().map(|city| std::mem::take(&mut city.name)).collect(),
        lon: records.iter().map(|city| city.lon).collect(),
        lat: records.iter().map(|city| city.lat).collect(),
        people: records.iter().map(|city| city.people).collect(),
        capital: records.iter().map(|city| city.capital).collect(),
    }
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
    let Cities { name, lon, lat, people, capital } = cities;
    let numbers = lon.into_iter().zip(lat).zip(people).zip(capital);
    let records = name.into_iter().zip(numbers);
    Ok(records.map(|(name, (((lon, lat), people), capital))| City { name, lon, lat, people, capital }).collect())
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
    let mut order: Vec<_> = cities.people.iter().enumerate().map(|(place, &people)| (Reverse(people), place)).collect();
    order.sort_unstable();
    let order: Vec<_> = order.into_iter().map(|(_, place)| place).collect();
    cities.name = order.iter().map(|&i| mem::take(&mut cities.name[i])).collect();
    cities.lon = order.iter().map(|&i| cities.lon[i]).collect();
    cities.lat = order.iter().map(|&i| cities.lat[i]).collect();
    cities.people = order.iter().map(|&i| cities.people[i]).collect();
    cities.capital = order.iter().map(|&i| cities.capital[i]).collect();
}
