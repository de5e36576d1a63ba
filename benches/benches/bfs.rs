//! Criterion's benchmarks of breadth-first search: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("bfs");
    pools::processes::shutdown();
}
