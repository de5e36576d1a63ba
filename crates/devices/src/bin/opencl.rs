//! Solves a kernel through OpenCL, once, for `lab race`.

use devices::{
    opencl,
    served::{Kernels, serve},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    serve(&Kernels {
        great_circle: opencl::GREAT_CIRCLE,
        mandelbrot: opencl::MANDELBROT,
        matmul: opencl::MATMUL,
        scan: opencl::SCAN,
    })
}
