//! Lets the columns grow, and takes the records from the end of the columns.

use std::cmp::Reverse;
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
    records.into_iter().fold(Cities::default(), |mut cities, city| {
        cities.capital.push(city.capital);
        cities.people.push(city.people);
        cities.lat.push(city.lat);
        cities.lon.push(city.lon);
        cities.name.push(city.name);
        cities
    })
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
    let Cities { mut name, mut lon, mut lat, mut people, mut capital } = cities;
    let mut records = Vec::new();
    while let (Some(name), Some(lon), Some(lat), Some(people), Some(capital)) =
        (name.pop(), lon.pop(), lat.pop(), people.pop(), capital.pop())
    {
        records.push(City { name, lon, lat, people, capital });
    }
    records.reverse();
    Ok(records)
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
    let mut from: Vec<usize> = (0..cities.people.len()).collect();
    from.sort_by_cached_key(|&i| Reverse(cities.people[i]));
    // Swaps along the order: what belongs here may have been swapped away already, to where its place was taken from.
    for here in 0..from.len() {
        let mut there = from[here];
        while there < here {
            there = from[there];
        }
        cities.name.swap(here, there);
        cities.lon.swap(here, there);
        cities.lat.swap(here, there);
        cities.people.swap(here, there);
        cities.capital.swap(here, there);
    }
}
