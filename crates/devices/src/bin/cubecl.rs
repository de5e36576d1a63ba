//! Solves a kernel through CubeCL, once, for `lab race`.

use devices::{
    cubecl,
    served::{Kernels, serve},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    serve(&Kernels {
        great_circle: cubecl::GREAT_CIRCLE,
        mandelbrot: cubecl::MANDELBROT,
        matmul: cubecl::MATMUL,
        scan: cubecl::SCAN,
    })
}
