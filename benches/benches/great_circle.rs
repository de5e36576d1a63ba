//! Criterion's benchmarks of great circle: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("great_circle");
    pools::processes::shutdown();
}
