//! Solves a kernel through CUDA, once, for `lab race`.

use devices::{
    cuda,
    served::{Kernels, serve},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    serve(&Kernels {
        great_circle: cuda::GREAT_CIRCLE,
        mandelbrot: cuda::MANDELBROT,
        matmul: cuda::MATMUL,
        scan: cuda::SCAN,
    })
}
