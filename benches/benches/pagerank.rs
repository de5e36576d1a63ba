//! Criterion's benchmarks of PageRank: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("pagerank");
    pools::processes::shutdown();
}
