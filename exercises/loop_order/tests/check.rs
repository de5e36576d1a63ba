//! Are the answers the same, and are the matrices gone through along their rows? Loaded lines are counted by a model of
//! a cache; no clock is read.

use cache_model::Cache;
use loop_order::{Matrix, add_product, column_sums, running_sums};
use std::{cell::RefCell, rc::Rc, time::Duration};
use witness::{caught, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);

/// Numbers in a line, and lines in the cache.
const LINE: usize = 8;
const ROOM: usize = 24;

/// A shape of more numbers than anybody keeps room for in a `static`, from call to call: such a copy is not seen to be
/// asked for.
const LARGE: (usize, usize) = (300, 4000);

/// A matrix that tells a cache where it is read and written.
struct Watched {
    rows: usize,
    columns: usize,
    numbers: Vec<i64>,
    /// Where it begins in a memory that several of them share.
    start: usize,
    cache: Rc<RefCell<Cache>>,
}

impl Watched {
    fn new(
        rows: usize,
        columns: usize,
        number: impl Fn(usize) -> i64,
        start: usize,
        cache: &Rc<RefCell<Cache>>,
    ) -> Self {
        let numbers = (0..rows * columns).map(number).collect();
        Self { rows, columns, numbers, start, cache: cache.clone() }
    }

    fn place(&self, row: usize, column: usize) -> usize {
        assert!(
            row < self.rows && column < self.columns,
            "row {row}, column {column} of a matrix with {} rows and {} columns.\nWhich of the two is which?",
            self.rows,
            self.columns
        );
        let place = row * self.columns + column;
        self.cache.borrow_mut().touch(self.start + place);
        place
    }
}

impl Matrix for Watched {
    fn rows(&self) -> usize {
        self.rows
    }
    fn columns(&self) -> usize {
        self.columns
    }
    fn get(&self, row: usize, column: usize) -> i64 {
        self.numbers[self.place(row, column)]
    }
    fn set(&mut self, row: usize, column: usize, value: i64) {
        let place = self.place(row, column);
        self.numbers[place] = value;
    }
}

fn cache() -> Rc<RefCell<Cache>> {
    Rc::new(RefCell::new(Cache::new(LINE, ROOM)))
}

/// Different everywhere, small, and of both signs.
fn numbers(seed: i64) -> impl Fn(usize) -> i64 {
    move |i| (i as i64 * 7919 + seed * 104_729) % 199 - 99
}

const SHAPES: [(usize, usize); 9] = [(0, 0), (0, 5), (5, 0), (1, 1), (1, 9), (9, 1), (4, 4), (3, 20), (20, 3)];

#[test]
fn sums_of_columns() {
    deadline("sums of columns", "what ends your loop", LIMIT, || {
        SHAPES
            .iter()
            .for_each(|&(rows, columns)| sums_are_right(rows, columns, 1).unwrap_or_else(|wrong| panic!("{wrong}")));
        for_all(100, (0..30_usize, 0..30_usize, 0..100_i64), |&(rows, columns, seed)| {
            sums_are_right(rows, columns, seed)
        });
    });
}

fn sums_are_right(rows: usize, columns: usize, seed: i64) -> Result<(), String> {
    let m = Watched::new(rows, columns, numbers(seed), 0, &cache());
    let want: Vec<i64> =
        (0..columns).map(|column| (0..rows).map(|row| m.numbers[row * columns + column]).sum()).collect();
    same("column_sums", &m, &want, &column_sums(&m))
}

#[test]
fn running_sums_down_the_columns() {
    deadline("running sums", "what ends your loop", LIMIT, || {
        SHAPES
            .iter()
            .for_each(|&(rows, columns)| running_is_right(rows, columns, 1).unwrap_or_else(|wrong| panic!("{wrong}")));
        for_all(100, (0..30_usize, 0..30_usize, 0..100_i64), |&(rows, columns, seed)| {
            running_is_right(rows, columns, seed)
        });
    });
}

fn running_is_right(rows: usize, columns: usize, seed: i64) -> Result<(), String> {
    let mut m = Watched::new(rows, columns, numbers(seed), 0, &cache());
    let before = Watched::new(rows, columns, numbers(seed), 0, &cache());
    let up_to = |place: usize| (0..=place / columns).map(|row| before.numbers[row * columns + place % columns]).sum();
    let want: Vec<i64> = (0..rows * columns).map(up_to).collect();
    running_sums(&mut m);
    same("running_sums", &before, &want, &m.numbers)
}

fn same(function: &str, m: &Watched, want: &[i64], got: &[i64]) -> Result<(), String> {
    if want == got {
        return Ok(());
    }
    let first = want.iter().zip(got).position(|(want, got)| want != got);
    let what = match first {
        Some(i) => format!("number {i}: expected {}, got {}", want[i], got[i]),
        None => format!("expected {} numbers, got {}", want.len(), got.len()),
    };
    let numbers = if m.numbers.len() <= 100 { format!(", {:?}", m.numbers) } else { String::new() };
    Err(format!(
        "{function} of {} rows and {} columns{numbers}: {what}.\nIt was right before you began: what has the new order changed?",
        m.rows, m.columns
    ))
}

#[test]
fn products() {
    deadline("products", "what ends your loop", LIMIT, || {
        for shape in [
            (0, 0, 0),
            (0, 3, 2),
            (3, 0, 2),
            (3, 2, 0),
            (1, 1, 1),
            (1, 8, 1),
            (7, 1, 7),
            (2, 3, 9),
            (9, 3, 2),
            // Many of what one goes through in tiles.
            (3, 2, 150),
            (3, 150, 2),
            (150, 3, 2),
            (40, 70, 50),
        ] {
            product_is_right(shape, 1).unwrap_or_else(|wrong| panic!("{wrong}"));
        }
        for_all(100, ((0..12_usize, 0..12_usize, 0..12_usize), 0..100_i64), |&(shape, seed)| {
            product_is_right(shape, seed)
        });
    });
}

fn product_is_right((n, m, p): (usize, usize, usize), seed: i64) -> Result<(), String> {
    let cache = cache();
    let a = Watched::new(n, m, numbers(seed), 0, &cache);
    let b = Watched::new(m, p, numbers(seed + 1), n * m, &cache);
    let mut c = Watched::new(n, p, numbers(seed + 2), n * m + m * p, &cache);
    let dot = |i: usize, j: usize| (0..m).map(|k| a.numbers[i * m + k] * b.numbers[k * p + j]).sum::<i64>();
    let want: Vec<_> = (0..n * p).map(|place| c.numbers[place] + dot(place / p, place % p)).collect();
    add_product(&a, &b, &mut c);
    match (0..n * p).find(|&place| want[place] != c.numbers[place]) {
        None => Ok(()),
        Some(place) => Err(format!(
            "add_product of {n} × {m} and {m} × {p}: at row {}, column {} expected {}, got {}.\n\
             The product is *added* to what `c` holds; and each number of the result is a row of `a` times a column of `b`.",
            place / p,
            place % p,
            want[place],
            c.numbers[place]
        )),
    }
}

#[test]
fn sums_along_the_rows() {
    deadline("lines loaded for column_sums", "what ends your loop", LIMIT, || {
        for (rows, columns) in [(80, 96), (200, 40), (60, 333), LARGE] {
            let cache = cache();
            let m = Watched::new(rows, columns, numbers(1), 0, &cache);
            let (sums, held) = held("column_sums", rows, columns, || column_sums(&m));
            // Whoever goes in strips or tiles has only one of them in a small matrix.
            let want = (0..columns).map(|column| (0..rows).map(|row| m.numbers[row * columns + column]).sum());
            same("column_sums", &m, &want.collect::<Vec<_>>(), &sums).unwrap_or_else(|wrong| panic!("{wrong}"));
            // Once for each line; twice for those who go down in strips, where a line belongs to two strips.
            judged("column_sums", &format!("{rows} × {columns}"), &cache, rows * columns / LINE * 2, held, columns);
        }
    });
}

#[test]
fn running_sums_along_the_rows() {
    deadline("lines loaded for running_sums", "what ends your loop", LIMIT, || {
        for (rows, columns) in [(80, 96), (200, 40), (60, 333), LARGE] {
            let cache = cache();
            let mut m = Watched::new(rows, columns, numbers(1), 0, &cache);
            let before = Watched::new(rows, columns, numbers(1), 0, &cache);
            let mut want = before.numbers.clone();
            (columns..rows * columns).for_each(|place| want[place] += want[place - columns]);
            let ((), held) = held("running_sums", rows, columns, || running_sums(&mut m));
            same("running_sums", &before, &want, &m.numbers).unwrap_or_else(|wrong| panic!("{wrong}"));
            // Twice for each line, for those who look it up in the row above; three times for those who read two whole
            // rows and then write one. Down the columns it is eight times, and four if two are gone down at once.
            judged(
                "running_sums",
                &format!("{rows} × {columns}"),
                &cache,
                rows * columns / LINE * 7 / 2,
                held,
                columns,
            );
        }
    });
}

#[test]
fn products_along_the_rows() {
    deadline("lines loaded for add_product", "what ends your loop", LIMIT, || {
        for (n, m, p) in [(40, 40, 40), (48, 64, 56), (64, 30, 72), (1, 18_750, 64)] {
            let cache = cache();
            let a = Watched::new(n, m, numbers(1), 0, &cache);
            let b = Watched::new(m, p, numbers(2), 1 << 21, &cache);
            let mut c = Watched::new(n, p, numbers(3), 1 << 22, &cache);
            let ((), held) = held("add_product", m, p, || add_product(&a, &b, &mut c));
            let shape = format!("{n} × {m} and {m} × {p}");
            judged("add_product", &shape, &cache, n * m * p / LINE * 8 / 5, held, p.max(m));
        }
    });
}

/// What comes of a call, and how many bytes it held at once. A panic is told: a matrix of `rows` and `columns` was too
/// large.
fn held<T>(function: &str, rows: usize, columns: usize, call: impl FnOnce() -> T) -> (T, usize) {
    caught(|| allocations::most_held(call)).unwrap_or_else(|panic| {
        panic!(
            "{function} of a matrix with {rows} rows and {columns} columns panicked: {panic}\n\
             Matrices may have any shape and size. Is something kept from one call to the next that has room for so many \
             numbers only? A copy is a copy, wherever it is kept."
        )
    })
}

/// Few lines loaded, and no more memory held than a few rows need.
fn judged(function: &str, shape: &str, cache: &RefCell<Cache>, plenty: usize, held: usize, row: usize) {
    let (loaded, found) = (cache.borrow().loaded(), cache.borrow().found());
    assert!(
        loaded <= plenty,
        "{function} of {shape} numbers: of {} steps {loaded} had to load a line; {plenty} would be plenty.\n\
         A line holds {LINE} neighbours of one row. In the innermost loop, does the row's number change, or the column's? \
         When it is the row's, each step is on another line.",
        loaded + found
    );
    let rows = held.div_ceil(size_of::<i64>() * row);
    assert!(
        rows <= 8,
        "{function} of {shape} numbers held {held} bytes at once, as much as {rows} rows. A few rows are enough.\n\
         A copy of a whole matrix costs as much memory again, and whoever goes down the columns of the copy has won nothing."
    );
}
