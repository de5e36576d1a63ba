//! How fast are your tiles on matrices that no near cache holds? `cargo lab check matmul_tile --speed`

#[expect(dead_code, reason = "only its product is timed")]
#[path = "../../solutions/matmul_tile/src/lib.rs"]
mod reference;

use std::process::ExitCode;

/// Rows and columns: three matrices of 1.2 MB each.
const N: usize = 384;

/// A matrix that only holds its numbers.
#[derive(Clone)]
struct Plain(Vec<i64>);

/// The same trait stands in both crates.
macro_rules! matrix {
    ($($crate_name:ident)::+) => {
        impl $($crate_name)::+::Matrix for Plain {
            fn rows(&self) -> usize {
                N
            }
            fn columns(&self) -> usize {
                N
            }
            fn get(&self, row: usize, column: usize) -> i64 {
                self.0[row * N + column]
            }
            fn set(&mut self, row: usize, column: usize, value: i64) {
                self.0[row * N + column] = value;
            }
        }
    };
}
matrix!(matmul_tile);
matrix!(reference);

fn main() -> ExitCode {
    let [a, b] = [3, 5].map(|step| Plain((0..N * N).map(|i| (i * step % 17) as i64).collect()));
    let (mut c, mut d) = (a.clone(), a.clone());
    paired_timing::judge(
        "the product of two matrices of 384 rows and columns, one core",
        || matmul_tile::add_product(&a, &b, &mut c),
        || reference::add_product(&a, &b, &mut d),
    )
}
