//! What the chapter on serial code says in passing: of the tutorial's formula, of memory, of checks and of order.

use benches::{
    experiment::Outcome,
    guesses::{self, NUMBERS},
    timing::{SAMPLES, in_turns, in_warm_turns, repeat},
};
use great_circle::Pairs;
use std::hint::black_box;
use steps_serial::{
    below::branching,
    formula,
    matmul::{by_rows, ijk, ijk_local, ikj},
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

/// What a wrong guess costs: a million random numbers, of which half are below a limit, as they come and sorted.
/// Sorted, hardly any branch is guessed wrong; as they come, half of them are.
pub fn wrong_guess() -> Outcome<Vec<f64>> {
    let [shuffled, sorted] = guesses::as_they_come_and_sorted();
    let mut kept = vec![0; NUMBERS];
    let mut seconds = |numbers: &[u32]| repeat(|| branching::below(black_box(numbers), 50, &mut kept));
    let (slow, quick) = (seconds(&shuffled), seconds(&sorted));
    Ok(slow.iter().zip(quick).map(|(slow, quick)| (slow - quick) / (NUMBERS / 2) as f64).collect())
}

/// How many times as long the products of two columns take with an index as without: 1,000 numbers, which stay in the
/// first cache.
pub fn products_indexed() -> Outcome<Vec<f64>> {
    let (a, b) = (vec![1.5; 1000], vec![2.5; 1000]);
    let (mut slow, mut quick) = (vec![0.0; 1000], vec![0.0; 1000]);
    Ok(in_turns(
        || indexed::products(black_box(&a), black_box(&b), black_box(&mut slow)),
        || zipped::products(black_box(&a), black_box(&b), black_box(&mut quick)),
    ))
}

/// How many times as fast the product of two matrices is with its inner loops exchanged.
pub fn matmul_ikj() -> Outcome<Vec<f64>> {
    matmul(ijk::add_product, ikj::add_product)
}

/// How many times as fast it is in the same order, with the sum in a register.
pub fn matmul_ijk_local() -> Outcome<Vec<f64>> {
    matmul(ijk::add_product, ijk_local::add_product)
}

/// How many times as fast the exchange makes it then: what the order alone is worth.
pub fn matmul_order_alone() -> Outcome<Vec<f64>> {
    matmul(ijk_local::add_product, ikj::add_product)
}

/// How many times as fast it then is with rows instead of indices.
pub fn matmul_by_rows() -> Outcome<Vec<f64>> {
    matmul(ikj::add_product, by_rows::add_product)
}

type AddProduct = fn(usize, &[f32], &[f32], &mut [f32]);

fn matmul(slow: AddProduct, fast: AddProduct) -> Outcome<Vec<f64>> {
    let n = 250;
    let (a, b, mut c, mut d) = (vec![1.0; n * n], vec![2.0; n * n], vec![0.0; n * n], vec![0.0; n * n]);
    Ok(in_turns(|| slow(n, black_box(&a), black_box(&b), &mut c), || fast(n, black_box(&a), black_box(&b), &mut d)))
}

/// How many times as long a sum takes column by column as row by row: 64 MB, more than any cache here.
pub fn columns_in_memory() -> Outcome<Vec<f64>> {
    columns(4000)
}

/// How many times as long a sum down the columns takes with 1,024 rows and columns as with 1,000, for each number:
/// lines that are 4,096 bytes apart share a few places in the cache.
pub fn columns_power_of_two() -> Outcome<Vec<f64>> {
    let (even, odd) = (Grid::square(1024), Grid::square(1000));
    let ratios = in_turns(|| black_box(&even).sum_by_columns(), || black_box(&odd).sum_by_columns());
    let numbers = (1000.0 * 1000.0) / (1024.0 * 1024.0);
    Ok(ratios.into_iter().map(|ratio| ratio * numbers).collect())
}

/// The same of 40 kB.
pub fn columns_in_cache() -> Outcome<Vec<f64>> {
    columns(100)
}

fn columns(n: usize) -> Outcome<Vec<f64>> {
    let grid = Grid::square(n);
    Ok(in_turns(|| black_box(&grid).sum_by_columns(), || black_box(&grid).sum_by_rows()))
}

/// How many times as long one field of 64 bytes takes to sum as a column of it: a million cities.
pub fn records_in_memory() -> Outcome<Vec<f64>> {
    records(1_000_000)
}

/// The same of a hundred cities.
pub fn records_in_cache() -> Outcome<Vec<f64>> {
    records(100)
}

fn records(n: u32) -> Outcome<Vec<f64>> {
    let cities: Vec<_> = (0..n).map(City::<16>::of).collect();
    let column: Vec<_> = (0..n).collect();
    // Warm, and by calls through pointers: as in the sweep `fat_records`, which stands beside these facts.
    let people = black_box(people::<16> as fn(&[City<16>]) -> u64);
    let people_of_column = black_box(people_of_column as fn(&[u32]) -> u64);
    Ok(in_warm_turns(|| people(black_box(&cities)), || people_of_column(black_box(&column))))
}
