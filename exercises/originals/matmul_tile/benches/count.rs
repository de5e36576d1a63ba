//! How many lines do your tiles load beside the reference's? `cargo lab check matmul_tile --count`

#[expect(dead_code, reason = "only its product is counted")]
#[path = "../../solutions/matmul_tile/src/lib.rs"]
mod reference;

use cache_model::Cache;
use matmul_tile::{LINE, LINES};
use points::Task;
use std::{cell::RefCell, process::ExitCode, rc::Rc};

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
matrix!(matmul_tile);
matrix!(reference);

/// The lines that a product of `n` × `m` and `m` × `p` numbers loads.
fn loaded([n, m, p]: [usize; 3], product: impl FnOnce(&Watched, &Watched, &mut Watched)) -> u64 {
    let cache = Rc::new(RefCell::new(Cache::new(LINE, LINES)));
    // Far from each other, and each at the beginning of a line.
    let matrix = |(rows, columns), place: usize| {
        let numbers = (0..rows * columns).map(|i| (i * 7919 % 199) as i64).collect();
        Watched { rows, columns, numbers, start: place << 20, cache: cache.clone() }
    };
    let (a, b, mut c) = (matrix((n, m), 0), matrix((m, p), 1), matrix((n, p), 2));
    product(&a, &b, &mut c);
    let loaded = cache.borrow().loaded();
    loaded as u64
}

fn main() -> ExitCode {
    points::judge(|| {
        // Rows that begin with lines, and rows that don't; long and short.
        let task = |shape @ [n, m, p]: [usize; 3]| Task {
            what: format!("Lines loaded by {n} × {m} times {m} × {p}"),
            yours: loaded(shape, matmul_tile::add_product),
            reference: loaded(shape, reference::add_product),
        };
        [[96, 96, 96], [57, 61, 67], [16, 320, 280]].map(task).into()
    })
}
