//! Are the answers the same, and does each part of the matrices stay while it is needed? Loaded lines are counted by a
//! model of a cache; no clock is read.

use cache_model::Cache;
use matmul_tile::{LINE, LINES, Matrix, add_product};
use std::{cell::RefCell, rc::Rc, time::Duration};
use witness::{deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);

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
    fn new(rows: usize, columns: usize, seed: i64, start: usize, cache: &Rc<RefCell<Cache>>) -> Self {
        // Different everywhere, small, and of both signs.
        let number = |i: usize| (i as i64 * 7919 + seed * 104_729) % 199 - 99;
        Self { rows, columns, numbers: (0..rows * columns).map(number).collect(), start, cache: cache.clone() }
    }

    fn place(&self, row: usize, column: usize) -> usize {
        assert!(
            row < self.rows && column < self.columns,
            "row {row}, column {column} of a matrix with {} rows and {} columns.\n\
             Where does the last tile end, when the matrix is no multiple of it?",
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

/// Runs `add_product` of `n` × `m` and `m` × `p` numbers; the lines loaded, the steps, and the most bytes held at once.
fn product(n: usize, m: usize, p: usize, seed: i64) -> Result<(usize, usize, usize), String> {
    let cache = Rc::new(RefCell::new(Cache::new(LINE, LINES)));
    // Far from each other, and each at the beginning of a line.
    let a = Watched::new(n, m, seed, 0, &cache);
    let b = Watched::new(m, p, seed + 1, 1 << 20, &cache);
    let mut c = Watched::new(n, p, seed + 2, 1 << 21, &cache);
    let mut want = c.numbers.clone();
    for (place, sum) in want.iter_mut().enumerate() {
        let (i, j) = (place / p, place % p);
        *sum += (0..m).map(|k| a.numbers[i * m + k] * b.numbers[k * p + j]).sum::<i64>();
    }
    let ((), held) = allocations::most_held(|| add_product(&a, &b, &mut c));
    match (0..want.len()).find(|&i| c.numbers[i] != want[i]) {
        None => Ok((cache.borrow().loaded(), cache.borrow().found(), held)),
        Some(i) => Err(format!(
            "{n} × {m} times {m} × {p} numbers: row {}, column {} of c should be {}, and is {}.\n\
             Every i meets every k and every j just once, and what c held before stays in the sum. Which tiles are \
             left out, or visited twice?",
            i / p,
            i % p,
            want[i],
            c.numbers[i]
        )),
    }
}

#[test]
fn products_of_known_shapes() {
    deadline("products of known shapes", "what ends your loops", LIMIT, || {
        let shapes = [
            (0, 0, 0),
            (0, 4, 3),
            (4, 0, 3),
            (4, 3, 0),
            (1, 1, 1),
            (1, 40, 1),
            (40, 1, 40),
            (8, 8, 8),
            (9, 9, 9),
            (16, 17, 15),
            (33, 5, 64),
            (65, 31, 7),
        ];
        for (n, m, p) in shapes {
            product(n, m, p, 1).unwrap_or_else(|wrong| panic!("{wrong}"));
        }
    });
}

#[test]
fn products_of_any_shape() {
    deadline("products of any shape", "what ends your loops", LIMIT, || {
        for_all(100, (0..40_usize, 0..40_usize, 0..40_usize, 0..100_i64), |&(n, m, p, seed)| {
            product(n, m, p, seed).map(drop)
        });
    });
}

#[test]
fn tiles_stay_while_they_are_needed() {
    deadline("lines loaded", "what ends your loops", LIMIT, || {
        // In fifths of one load for every line of `b` that passes: two where rows begin with lines, three elsewhere.
        for ((n, m, p), fifths) in [
            ((64, 64, 64), 2),
            ((48, 64, 56), 2),
            ((96, 80, 128), 2),
            ((57, 61, 67), 3),
            ((40, 100, 51), 3),
            ((16, 320, 280), 2),
        ] {
            let (loaded, found, held) = product(n, m, p, 1).unwrap_or_else(|wrong| panic!("{wrong}"));
            let untiled = n * m * p / LINE;
            let plenty = untiled * fifths / 5;
            assert!(
                loaded <= plenty,
                "{n} × {m} times {m} × {p} numbers: of {} steps {loaded} had to load a line; {plenty} would be plenty, and \
                 without tiles it is about {untiled}.\n\
                 The cache has {LINES} lines of {LINE} numbers. Take the tiles of a, b and c that your inner three loops go \
                 over: how many lines is each? One more line than there is room for, and in a loop that comes round again \
                 each of them is gone just before it is needed.",
                loaded + found
            );
            let rows = held.div_ceil(size_of::<i64>() * p.max(m));
            assert!(
                rows <= 8,
                "{n} × {m} times {m} × {p} numbers: you held {held} bytes at once, as much as {rows} rows. A few are enough.\n\
                 The cache would have to hold a copy, too; the check only can't see it."
            );
        }
    });
}

/// Arrays on the stack aren't counted as held, but what they save can't be had otherwise. However the steps are
/// ordered, whoever has room for `s` numbers loads at least `2·n·m·p / √s - 2·s` of them (Smith and others 2019).
#[test]
fn nothing_is_held_unseen() {
    deadline("lines loaded", "what ends your loops", LIMIT, || {
        let n = 64_usize;
        // As many in arrays as in the cache: plenty.
        let room = 2 * LINES * LINE;
        let least = (2 * n.pow(3) / room.isqrt() - 2 * room) / LINE;
        let (loaded, ..) = product(n, n, n, 1).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert!(
            loaded >= least,
            "{n} × {n} times {n} × {n} numbers: only {loaded} lines were loaded, and with room for {room} numbers nobody needs \
             fewer than {least}.\nThe cache would have to hold your arrays, too; the check only can't see them."
        );
    });
}
