//! How many lines do your loops load beside the reference's? `cargo lab check loop_order --count`

#[path = "../../solutions/loop_order/src/lib.rs"]
mod reference;

use cache_model::Cache;
use points::Task;
use std::{cell::RefCell, process::ExitCode, rc::Rc};

/// The check's cache: numbers in a line, and lines.
const LINE: usize = 8;
const ROOM: usize = 24;

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
    fn new(rows: usize, columns: usize, start: usize, cache: &Rc<RefCell<Cache>>) -> Self {
        let numbers = (0..rows * columns).map(|i| (i * 7919 % 199) as i64).collect();
        Self { rows, columns, numbers, start, cache: cache.clone() }
    }

    fn place(&self, row: usize, column: usize) -> usize {
        let place = row * self.columns + column;
        self.cache.borrow_mut().touch(self.start + place);
        place
    }
}

/// The same trait stands in both crates.
macro_rules! matrix {
    ($crate_name:ident) => {
        impl $crate_name::Matrix for Watched {
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
    };
}
matrix!(loop_order);
matrix!(reference);

/// The lines that are loaded while a function goes over matrices in one memory.
fn loaded(work: impl FnOnce(&Rc<RefCell<Cache>>)) -> u64 {
    let cache = Rc::new(RefCell::new(Cache::new(LINE, ROOM)));
    work(&cache);
    let loaded = cache.borrow().loaded();
    loaded as u64
}

/// All three functions of one of the two answers.
macro_rules! counts {
    ($crate_name:ident) => {{
        const ROWS: usize = 300;
        const COLUMNS: usize = 4000;
        const SIDE: usize = 96;
        [
            loaded(|cache| drop($crate_name::column_sums(&Watched::new(ROWS, COLUMNS, 0, cache)))),
            loaded(|cache| $crate_name::running_sums(&mut Watched::new(ROWS, COLUMNS, 0, cache))),
            loaded(|cache| {
                let [a, b, mut c] = [0, 1, 2].map(|i| Watched::new(SIDE, SIDE, i * SIDE * SIDE, cache));
                $crate_name::add_product(&a, &b, &mut c);
            }),
        ]
    }};
}

fn main() -> ExitCode {
    points::judge(|| {
        let what = [
            "Lines loaded by column_sums of 300 × 4000 numbers",
            "Lines loaded by running_sums of 300 × 4000 numbers",
            "Lines loaded by add_product of 96 × 96 and 96 × 96",
        ];
        let counts = counts!(loop_order).into_iter().zip(counts!(reference));
        let task = |(what, (yours, reference)): (&str, _)| Task { what: what.into(), yours, reference };
        what.into_iter().zip(counts).map(task).collect()
    })
}
