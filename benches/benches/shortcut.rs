//! Criterion's benchmarks of the shortcut: every version.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("shortcut");
    pools::processes::shutdown();
}
