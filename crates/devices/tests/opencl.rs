//! Every kernel in OpenCL C must agree with `serial`, on whatever device there is. PoCL, which is the processor, will
//! do.

mod common;

use common::{agrees, needs};
use devices::opencl;
use libtest_mimic::{Arguments, Failed, Trial};
use opencl3::kernel::{ExecuteKernel, Kernel};
use std::{env, process::Command};

fn main() {
    let found = || opencl::open().map(drop);
    let name = |test: &str| match opencl::open() {
        Ok(opencl) => format!("{test} on {}", opencl.name()),
        Err(_) => test.into(),
    };
    let trial = |test: &str, run: fn() -> Result<(), Failed>| needs("opencl", found(), name(test), run);
    let trials: Vec<Trial> = vec![
        trial("great_circle", || agrees(&great_circle::KERNEL, &opencl::GREAT_CIRCLE)),
        trial("matmul", || agrees(&matmul::KERNEL, &opencl::MATMUL)),
        trial("mandelbrot", || agrees(&mandelbrot::KERNEL, &opencl::MANDELBROT)),
        trial("scan", || agrees(&scan::KERNEL, &opencl::SCAN)),
        trial("what_does_not_compile_is_told_with_its_line", what_does_not_compile_is_told_with_its_line),
        trial("no_room_is_an_error", no_room_is_an_error),
        trial("the_answer_to_opencl_map_runs_on_a_device", the_answer_to_opencl_map_runs_on_a_device),
        Trial::test("without_a_platform_each_is_skipped_by_name", without_a_platform_each_is_skipped_by_name),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn what_does_not_compile_is_told_with_its_line() -> Result<(), Failed> {
    let refused = opencl::open()?.program("kernel void f(global float *x)\n{\n    x[0] = y;\n}\n");
    let told = refused.err().ok_or("it compiled")?.to_string();
    let right = told.contains("doesn't compile as OpenCL C") && told.contains(":3:") && told.contains("'y'");
    if right { Ok(()) } else { Err(told.into()) }
}

fn no_room_is_an_error() -> Result<(), Failed> {
    let refused = opencl::open()?.room::<u64>(usize::MAX / 16);
    let told = refused.err().ok_or("there was room for everything")?.to_string();
    if told.starts_with("OpenCL refused") { Ok(()) } else { Err(told.into()) }
}

/// Its check compiles the same text as C.
fn the_answer_to_opencl_map_runs_on_a_device() -> Result<(), Failed> {
    let opencl = opencl::open()?;
    let program = opencl.program(include_str!("../../../exercises/solutions/opencl_map/src/saxpy.cl"))?;
    let kernel = Kernel::create(&program, "saxpy")?;
    for (items, n) in [(1, 5), (64, 1000), (256, 100)] {
        let x: Vec<f32> = (0..300 + n as u16).map(f32::from).collect();
        let (from, to) = (opencl.upload(&x)?, opencl.upload(&x)?);
        let mut launch = ExecuteKernel::new(&kernel);
        // SAFETY: these are the kernel's arguments, in its order and of its types, and both buffers are longer than
        // `n`.
        unsafe {
            launch.set_arg(&2.5_f32).set_arg(&from).set_arg(&to).set_arg(&(n as u32)).set_global_work_size(items);
            launch.enqueue_nd_range(opencl.queue())?;
        }
        let mut y = vec![0.0; x.len()];
        opencl.download(&to, &mut y)?;
        let want = |i: usize| if i < n { 3.5 * x[i] } else { x[i] };
        if let Some(i) = (0..y.len()).find(|&i| y[i] != want(i)) {
            return Err(format!("{items} items, {n} numbers: number {i} is {}, not {}", y[i], want(i)).into());
        }
    }
    Ok(())
}

/// The loader is told to look for drivers where there are none.
fn without_a_platform_each_is_skipped_by_name() -> Result<(), Failed> {
    let mut tests = Command::new(env::current_exe()?);
    tests.arg("great_circle").env("OCL_ICD_VENDORS", "/nowhere").env_remove("LAB_REQUIRE");
    let ran = tests.output()?;
    let told = String::from_utf8_lossy(&ran.stdout);
    let right = ran.status.success() && told.contains("great_circle (skipped: no OpenCL here");
    if right { Ok(()) } else { Err(told.into()) }
}
