//! Cities as records, and cities as columns: from one to the other and back, and sums that touch only what they need.

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
pub fn to_columns(records: Vec<City>) -> Cities {
    let n = records.len();
    let mut cities = Cities {
        name: Vec::with_capacity(n),
        lon: Vec::with_capacity(n),
        lat: Vec::with_capacity(n),
        people: Vec::with_capacity(n),
        capital: Vec::with_capacity(n),
    };
    for City { name, lon, lat, people, capital } in records {
        cities.name.push(name);
        cities.lon.push(lon);
        cities.lat.push(lat);
        cities.people.push(people);
        cities.capital.push(capital);
    }
    cities
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
    // Of equal ones `max_by_key` takes the last, hence from the end.
    (0..cities.people.len()).rev().max_by_key(|&i| cities.people[i])
}

/// How many people live in cities further north than `lat` degrees. Needs `lat` and `people`, which have the same length.
pub fn people_north_of(cities: &Cities, lat: f64) -> u64 {
    let cities = cities.lat.iter().zip(&cities.people);
    cities.filter(|&(&city, _)| city > lat).map(|(_, &people)| u64::from(people)).sum()
}

/// Sorts the cities in place, those with the most people first; of those with equally many, the one that was first stays
/// first. All columns have the same length.
pub fn most_people_first(cities: &mut Cities) {
    let mut order: Vec<usize> = (0..cities.people.len()).collect();
    order.sort_by_key(|&i| Reverse(cities.people[i]));
    // One column after another: each old one is gone before the next is made.
    cities.name = order.iter().map(|&i| mem::take(&mut cities.name[i])).collect();
    cities.lon = order.iter().map(|&i| cities.lon[i]).collect();
    cities.lat = order.iter().map(|&i| cities.lat[i]).collect();
    cities.people = order.iter().map(|&i| cities.people[i]).collect();
    cities.capital = order.iter().map(|&i| cities.capital[i]).collect();
}
