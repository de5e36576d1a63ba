//! Every kernel in CubeCL's Rust must agree with `serial`, on whatever adapter there is. Mesa's llvmpipe, which is the
//! processor, will do.

#[path = "../../../exercises/solutions/cube_map/src/saxpy.rs"]
mod answer;
mod common;

use common::{agrees, needs};
use cubecl::{
    CubeCount, CubeDim, CubeKernel,
    prelude::{BufferArg, CubeElement},
};
use devices::{
    cubecl as cube, saxpy,
    written::{nowhere, properties, target, wgsl},
};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{env, fs, process::Command};

fn main() {
    let found = || cube::open().map(drop);
    let name = |test: &str| match cube::open() {
        Ok(cubecl) => format!("{test} on {}", cubecl.name()),
        Err(_) => test.into(),
    };
    let trial = |test: &str, run: fn() -> Result<(), Failed>| needs("cubecl", found(), name(test), run);
    let trials: Vec<Trial> = vec![
        trial("great_circle", || agrees(&great_circle::KERNEL, &cube::GREAT_CIRCLE)),
        trial("matmul", || agrees(&matmul::KERNEL, &cube::MATMUL)),
        trial("mandelbrot", || agrees(&mandelbrot::KERNEL, &cube::MANDELBROT)),
        trial("scan", || agrees(&scan::KERNEL, &cube::SCAN)),
        Trial::test("what_the_book_shows_of_saxpy", what_the_book_shows_of_saxpy),
        Trial::test("what_the_book_says_of_a_kernel_without_a_guard", what_the_book_says_of_a_kernel_without_a_guard),
        trial("an_index_past_the_end_is_not_checked", an_index_past_the_end_is_not_checked),
        trial("the_answer_to_cube_map", the_answer_to_cube_map),
        trial("no_room_is_an_error", no_room_is_an_error),
        Trial::test("without_an_adapter_each_is_skipped_by_name", without_an_adapter_each_is_skipped_by_name),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A cube, and how many of them: as the book has it.
fn cubes() -> (CubeCount, CubeDim) {
    (CubeCount::Static(1, 1, 1), CubeDim::new_1d(256))
}

fn what_the_book_shows_of_saxpy() -> Result<(), Failed> {
    let (cubes, cube) = cubes();
    let (x, y) = (nowhere(), nowhere());
    let kernel = saxpy::cube::saxpy::create_dummy_kernel(properties(), target(), cubes, cube, 2.0, x, y);
    shown("tests/cubecl/saxpy.wgsl", kernel)
}

/// `launch` adds no check to it.
fn what_the_book_says_of_a_kernel_without_a_guard() -> Result<(), Failed> {
    let (cubes, cube) = cubes();
    let (x, y) = (nowhere(), nowhere());
    let kernel = saxpy::cube::unguarded::create_dummy_kernel(properties(), target(), cubes, cube, 2.0, x, y);
    shown("tests/cubecl/unguarded.wgsl", kernel)
}

/// Whether `file` holds the WGSL of this kernel, or, where it is asked to, makes it so.
fn shown(file: &str, kernel: impl CubeKernel) -> Result<(), Failed> {
    let shader = wgsl(kernel)?;
    let lines: Vec<&str> = shader.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let text = lines.join("\n") + "\n";
    // After the kernel's name stands a number that changes with the program around it.
    let (before, after) = text.split_once("\nfn ").ok_or("no function")?;
    let (name, rest) = after.split_once('(').ok_or("no arguments")?;
    let name = name.rsplit_once('_').map_or(name, |(name, _)| name);
    // A page has no room for its list of arguments.
    let rest = rest.replace(", @builtin(", ",\n    @builtin(");
    let text = format!("{before}\nfn {name}({rest}");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all("tests/cubecl")?;
        fs::write(file, &text)?;
    }
    if fs::read_to_string(file)? == text {
        return Ok(());
    }
    Err(format!("{file} is another; UPDATE_EXPECT=1 writes this there:\n{text}").into())
}

/// The documentation of `launch` calls such kernels safe. In this version nothing is checked, and the book says so: of
/// eight units, five store past the end of what they were told of.
fn an_index_past_the_end_is_not_checked() -> Result<(), Failed> {
    let cubecl = cube::open()?;
    let (x, y) = (cubecl.upload(vec![1.0_f32; 8]), cubecl.upload(vec![5.0_f32; 8]));
    // SAFETY: N numbers lie in each. and as many as there are units.
    let (x, out) = unsafe { (BufferArg::from_raw_parts(x, 3), BufferArg::from_raw_parts(y.clone(), 3)) };
    let (cubes, cube) = (CubeCount::Static(1, 1, 1), CubeDim::new_1d(8));
    saxpy::cube::unguarded::launch(cubecl.client(), cubes, cube, 2.0, x, out);
    let bytes = cubecl.download(y)?;
    let got: &[f32] = CubeElement::from_bytes(&bytes);
    if got == [7.0; 8] { Ok(()) } else { Err(format!("is there a check now? {got:?}").into()) }
}

/// Its check runs what it writes down in the simulator; here an adapter does.
fn the_answer_to_cube_map() -> Result<(), Failed> {
    const N: usize = 250;
    let cubecl = cube::open()?;
    let numbers = |first: usize| (first..first + N).map(|i| i as f32).collect::<Vec<_>>();
    let (x, y) = (cubecl.upload(numbers(0)), cubecl.upload(numbers(1000)));
    // SAFETY: N numbers lie in each.
    let (x, out) = unsafe { (BufferArg::from_raw_parts(x, N), BufferArg::from_raw_parts(y.clone(), N)) };
    answer::saxpy::launch::<f32>(cubecl.client(), CubeCount::Static(2, 1, 1), CubeDim::new_1d(32), 2.5, x, out, 4);
    let bytes = cubecl.download(y)?;
    let got: &[f32] = CubeElement::from_bytes(&bytes);
    let want: Vec<_> = (0..N).map(|i| 2.5 * i as f32 + (1000 + i) as f32).collect();
    if got == want { Ok(()) } else { Err(format!("expected {want:?}, got {got:?}").into()) }
}

fn no_room_is_an_error() -> Result<(), Failed> {
    let cubecl = cube::open()?;
    let told =
        cube::guarded(|| cubecl.download(cubecl.room::<u64>(1 << 45))).err().ok_or("there was room")?.to_string();
    if told.starts_with("CubeCL") { Ok(()) } else { Err(told.into()) }
}

/// Vulkan's loader is told to look for drivers where there are none, and so is OpenGL's.
fn without_an_adapter_each_is_skipped_by_name() -> Result<(), Failed> {
    let mut tests = Command::new(env::current_exe()?);
    for name in ["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "__EGL_VENDOR_LIBRARY_FILENAMES", "LIBGL_DRIVERS_PATH"] {
        tests.env(name, "/nowhere");
    }
    let ran = tests.arg("great_circle").env_remove("LAB_REQUIRE").output()?;
    let told = String::from_utf8_lossy(&ran.stdout);
    let right = ran.status.success() && told.contains("great_circle (skipped: no GPU adapter found");
    if right { Ok(()) } else { Err(told.into()) }
}
