//! Criterion's benchmarks of the matrix product: every variant.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("matmul");
    pools::processes::shutdown();
}
