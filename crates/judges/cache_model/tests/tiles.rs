//! The orders in which a product of matrices can be formed, and what a small cache has to load for each: the table that
//! the book shows.

use cache_model::Cache;
use expect_test::expect_file;

/// Rows and columns of the matrices; numbers in a line, and lines in the cache: more than the exercise's, which has an
/// answer of its own.
const N: usize = 64;
const LINE: usize = 8;
const ROOM: usize = 256;

/// Lines loaded when a product's steps (row, stop, column) are taken in this order.
fn loaded(steps: impl Iterator<Item = [usize; 3]>) -> usize {
    let mut cache = Cache::new(LINE, ROOM);
    for [i, k, j] in steps {
        for (matrix, row, column) in [(0, i, k), (1, k, j), (2, i, j)] {
            cache.touch((matrix * N + row) * N + column);
        }
    }
    cache.loaded()
}

fn all() -> impl Iterator<Item = [usize; 3]> {
    (0..N).flat_map(|a| (0..N).flat_map(move |b| (0..N).map(move |c| [a, b, c])))
}

/// All rows pass by a square tile of the right matrix before the next one comes.
fn tiled(side: usize) -> impl Iterator<Item = [usize; 3]> {
    let starts = move || (0..N).step_by(side);
    let tiles = starts().flat_map(move |left| starts().map(move |top| (left, top)));
    tiles.flat_map(move |(left, top)| {
        let rows = move |i| (top..top + side).flat_map(move |k| (left..left + side).map(move |j| [i, k, j]));
        (0..N).flat_map(rows)
    })
}

#[test]
fn the_table_in_the_book_is_this_one() {
    let counts = [("i, k, j", loaded(all())), ("tiles of 32", loaded(tiled(32))), ("tiles of 64", loaded(tiled(64)))];
    let plain = counts[0].1 as f64;
    let line =
        |(order, loaded): (&str, usize)| format!("{order:<16}{loaded:>8}{:>14.0} %\n", 100.0 * loaded as f64 / plain);
    let head = format!("{:<16}{:>8}{:>16}\n", "order", "lines", "of i, k, j's");
    let table = head + &counts.map(line).concat();
    expect_file!["tiles.txt"].assert_eq(&table);
}
