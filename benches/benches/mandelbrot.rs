//! Criterion's benchmarks of the Mandelbrot set: every variant, by worker count.

mod kernel;

fn main() {
    pools::processes::init();
    kernel::bench("mandelbrot");
    pools::processes::shutdown();
}
