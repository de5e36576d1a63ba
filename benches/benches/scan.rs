//! Criterion's benchmarks of running totals: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("scan");
    pools::processes::shutdown();
}
