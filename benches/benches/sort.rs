//! Criterion's benchmarks of sorting: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("sort");
    pools::processes::shutdown();
}
