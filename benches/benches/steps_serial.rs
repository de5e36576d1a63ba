//! Criterion's benchmarks of the steps from the tutorial's formula to a fast loop on one core.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("steps_serial");
    pools::processes::shutdown();
}
