//! What the chapter on serial code says in passing: of the tutorial's formula, of memory, of checks and of order.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, repeat},
};
use great_circle::Pairs;
use std::{hint::black_box, time::Instant};
use steps_serial::{
    formula,
    matmul::{by_rows, ijk, ikj},
    products::{indexed, zipped},
    records::{City, people, people_of_column},
    walk::Grid,
};

/// The share of points that the tutorial's formula finds not to be at a distance from themselves, per cent.
pub fn formula_nan() -> Outcome<Vec<f64>> {
    let share = |seed| {
        let pairs = Pairs::random(20_000, seed);
        let points = (0..pairs.len()).map(|i| [pairs.lon1[i], pairs.lat1[i]]);
        let nan = points.filter(|&[lon, lat]| formula::great_circle(vec![lon, lat, lon, lat]).is_nan()).count();
        100.0 * nan as f64 / pairs.len() as f64
    };
    Ok((0..SAMPLES as u64).map(share).collect())
}

/// Asking for the memory of four numbers, and giving it back.
pub fn small_vector() -> Outcome<Vec<f64>> {
    Ok(repeat(|| black_box(Vec::<f64>::with_capacity(black_box(4)))))
}

/// How many times as long the products of two columns take with an index as without: 1,000 numbers, which stay in the
/// first cache.
pub fn products_indexed() -> Outcome<Vec<f64>> {
    let (a, b, mut out) = (vec![1.5; 1000], vec![2.5; 1000], vec![0.0; 1000]);
    let mut time = |products: fn(&[f64], &[f64], &mut [f64])| {
        seconds(2_000, || products(black_box(&a), black_box(&b), black_box(&mut out)))
    };
    ratios(|| time(indexed::products) / time(zipped::products))
}

/// How many times as fast the product of two matrices is with its inner loops exchanged.
pub fn matmul_ikj() -> Outcome<Vec<f64>> {
    matmul(ijk::add_product, ikj::add_product)
}

/// How many times as fast it then is with rows instead of indices.
pub fn matmul_by_rows() -> Outcome<Vec<f64>> {
    matmul(ikj::add_product, by_rows::add_product)
}

type AddProduct = fn(usize, &[f32], &[f32], &mut [f32]);

fn matmul(slow: AddProduct, fast: AddProduct) -> Outcome<Vec<f64>> {
    let n = 250;
    let (a, b, mut c) = (vec![1.0; n * n], vec![2.0; n * n], vec![0.0; n * n]);
    let mut time = |add_product: AddProduct| seconds(1, || add_product(n, black_box(&a), black_box(&b), &mut c));
    ratios(|| time(slow) / time(fast))
}

/// How many times as long a sum takes column by column as row by row: 64 MB, more than any cache here.
pub fn columns_in_memory() -> Outcome<Vec<f64>> {
    columns(4000, 1)
}

/// The same of 40 kB.
pub fn columns_in_cache() -> Outcome<Vec<f64>> {
    columns(100, 500)
}

fn columns(n: usize, runs: usize) -> Outcome<Vec<f64>> {
    let grid = Grid::square(n);
    let time = |sum: fn(&Grid) -> u64| seconds(runs, || sum(black_box(&grid)));
    ratios(|| time(Grid::sum_by_columns) / time(Grid::sum_by_rows))
}

/// How many times as long one field of 64 bytes takes to sum as a column of it: a million cities.
pub fn records_in_memory() -> Outcome<Vec<f64>> {
    records(1_000_000, 1)
}

/// The same of a hundred cities.
pub fn records_in_cache() -> Outcome<Vec<f64>> {
    records(100, 20_000)
}

fn records(n: u32, runs: usize) -> Outcome<Vec<f64>> {
    let cities: Vec<_> = (0..n).map(City::<16>::of).collect();
    let column: Vec<_> = (0..n).collect();
    ratios(|| seconds(runs, || people(black_box(&cities))) / seconds(runs, || people_of_column(black_box(&column))))
}

fn ratios(mut ratio: impl FnMut() -> f64) -> Outcome<Vec<f64>> {
    ratio();
    Ok((0..SAMPLES).map(|_| ratio()).collect())
}

fn seconds<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(work());
    }
    start.elapsed().as_secs_f64()
}
