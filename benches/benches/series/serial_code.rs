//! The sweeps of the chapter on serial code: how many digits a formula leaves, and what the order and the layout of
//! data cost.

use benches::{
    experiment::{Outcome, point, series},
    guesses::{self, NUMBERS},
    timing::{SAMPLES, repeat},
};
use great_circle::{Pairs, RADIUS_KM};
use record::{Point, Series};
use std::hint::black_box;
use steps_serial::{
    below::{branch_free, branching},
    formula, haversine,
    matmul::{by_rows, ijk, ijk_local, ikj},
    records::{City, people},
    walk::Grid,
};

/// The fewest digits that are right among a hundred pairs, by their distance. The pairs lie on a meridian, where the
/// true distance is a multiplication; `f64` holds not quite 16 digits, and an answer that is not a number has none.
pub fn right_digits() -> Outcome<Series> {
    let mut points = Vec::new();
    for power in -3..=7 {
        let metres = 10_f64.powi(power);
        let degrees = (metres / 1000.0 / RADIUS_KM).to_degrees();
        for (name, distance) in [
            ("the tutorial's acos", by_formula as Distance),
            ("haversine of radians", by_haversine),
            ("haversine of differences", great_circle::distance),
        ] {
            let fewest = |seed| {
                let pairs = Pairs::random(100, seed);
                let digits = (0..100).map(|i| {
                    let (lon, lat) = (pairs.lon1[i], pairs.lat1[i] * (1.0 - degrees / 180.0) - degrees / 2.0);
                    let north = lat + degrees;
                    right(distance(lon, lat, lon, north), (north - lat).to_radians() * RADIUS_KM)
                });
                digits.fold(f64::INFINITY, f64::min)
            };
            let fewest: Vec<_> = (0..SAMPLES as u64).map(fewest).collect();
            points.push(point(name, metres, &fewest));
        }
    }
    Ok(series("distance (m)", "right digits", points))
}

type Distance = fn(f64, f64, f64, f64) -> f64;

fn by_formula(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    formula::great_circle(vec![lon1, lat1, lon2, lat2])
}

fn by_haversine(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    haversine::great_circle(vec![lon1, lat1, lon2, lat2])
}

fn right(got: f64, want: f64) -> f64 {
    let error = ((got - want) / want).abs();
    if error.is_nan() { 0.0 } else { (-error.log10()).clamp(0.0, 16.0) + 0.0 }
}

/// Time of one number in the sum of a grid, by its width.
pub fn walk_order() -> Outcome<Series> {
    let mut points = Vec::new();
    for n in [30, 100, 300, 1000, 2000, 4000] {
        let grid = Grid::square(n);
        for (name, sum) in
            [("row by row", Grid::sum_by_rows as fn(&Grid) -> u64), ("column by column", Grid::sum_by_columns)]
        {
            points.push(each(name, n as f64, n * n, || sum(black_box(&grid))));
        }
    }
    Ok(series("rows and columns", "time of one number (s)", points))
}

/// Time of one number in a sum down the columns of 1,024 rows of 1,024 numbers, by how many numbers of padding follow
/// each row.
pub fn padding() -> Outcome<Series> {
    let mut points = Vec::new();
    for padding in [0, 1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64] {
        let grid = Grid::new(1024 + padding, 1024);
        let time = each("down the columns", padding as f64, grid.cells.len(), || black_box(&grid).sum_by_columns());
        points.push(time);
    }
    Ok(series("numbers of padding behind each row", "time of one number (s)", points))
}

/// Time of one number when those below a limit are picked out, by the share that is below: random numbers as they come,
/// and sorted.
pub fn branches() -> Outcome<Series> {
    let [shuffled, sorted] = guesses::as_they_come_and_sorted();
    let mut kept = vec![0; NUMBERS];
    let mut points = Vec::new();
    for percent in [0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100] {
        for (name, below, numbers) in [
            ("a branch, as they come", branching::below as fn(&[u32], u32, &mut [u32]) -> usize, &shuffled),
            ("a branch, sorted", branching::below, &sorted),
            ("no branch, as they come", branch_free::below, &shuffled),
        ] {
            let below = black_box(below);
            let x = f64::from(percent);
            points.push(each(name, x, NUMBERS, || below(black_box(numbers), percent, &mut kept)));
        }
    }
    Ok(series("share below the limit (%)", "time of one number (s)", points))
}

/// Time of one multiplication in the product of two matrices, by their width.
pub fn matmul_order() -> Outcome<Series> {
    let mut points = Vec::new();
    for n in [10, 30, 60, 100, 200, 400] {
        let (a, b, mut c) = (vec![1.0; n * n], vec![2.0; n * n], vec![0.0; n * n]);
        for (name, add_product) in [
            ("i, j, k", ijk::add_product as fn(usize, &[f32], &[f32], &mut [f32])),
            ("i, j, k, in a register", ijk_local::add_product),
            ("i, k, j", ikj::add_product),
            ("by rows", by_rows::add_product),
        ] {
            points.push(each(name, n as f64, n * n * n, || add_product(n, black_box(&a), black_box(&b), &mut c)));
        }
    }
    Ok(series("rows and columns", "time of one multiplication (s)", points))
}

/// Time of one city in the sum over one field of four bytes, by the size of the record it lies in.
pub fn fat_records() -> Outcome<Series> {
    let mut points = Vec::new();
    sized::<1>(&mut points);
    sized::<2>(&mut points);
    sized::<4>(&mut points);
    sized::<8>(&mut points);
    sized::<16>(&mut points);
    sized::<32>(&mut points);
    sized::<64>(&mut points);
    Ok(series("bytes of a record", "time of one record (s)", points))
}

fn sized<const WORDS: usize>(points: &mut Vec<Point>) {
    // Through a pointer it is a function of its own. Put into the loop that times it, its code depends on that loop,
    // and a hundred cities take so few nanoseconds that it shows.
    let people = black_box(people::<WORDS> as fn(&[City<WORDS>]) -> u64);
    for (name, n) in [("a hundred cities", 100), ("a million cities", 1_000_000)] {
        let cities: Vec<_> = (0..n).map(City::<WORDS>::of).collect();
        points.push(each(name, 4.0 * WORDS as f64, n as usize, || people(black_box(&cities))));
    }
}

fn each<T>(name: &str, x: f64, parts: usize, work: impl FnMut() -> T) -> Point {
    let seconds: Vec<_> = repeat(work).into_iter().map(|seconds| seconds / parts as f64).collect();
    point(name, x, &seconds)
}
