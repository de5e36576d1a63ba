//! Compiles the kernel as C++ and plays it thread by thread, which needs no card, and counts what it loads.

use cuda_matmul::PROGRAM;
use cuda_sim::{Argument, Kernel, Kind, Launch, Order, Run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{path::Path, process::ExitCode, sync::OnceLock, time::Duration};
use witness::{deadline, harness};

const FILE: &str = "matmul.cu";
const LIMIT: Duration = Duration::from_secs(90);

/// Rows of a tile.
const TILE: usize = 16;

/// Rows for which is counted: three tiles.
const MANY: usize = 48;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        // Without a deadline: a compiler comes to an end, and NVIDIA's may be long in coming from the disk.
        trials::with_tool("the_kernel_compiles", "c++", cuda_sim::compiler, the_kernel_compiles),
        trial("multiplies_whole_tiles", |kernel| [16, 32].into_iter().try_for_each(|n| multiplies(kernel, n))),
        trial("multiplies_past_the_edge", |kernel| [1, 15, 17, 37].into_iter().try_for_each(|n| multiplies(kernel, n))),
        trial("the_order_of_threads_doesnt_matter", the_order_of_threads_doesnt_matter),
        trial("loads_each_element_once_a_tile", loads_each_element_once_a_tile),
        trial("neighbours_load_neighbours", neighbours_load_neighbours),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if it doesn't end.
fn trial(name: &'static str, test: fn(&Kernel) -> Result<(), Failed>) -> Trial {
    trials::with_tool(name, "c++", cuda_sim::compiler, move |compiler| {
        let compiler = compiler.to_owned();
        deadline(name, "what ends the loops in your kernel", LIMIT, move || test(kernel(&compiler)?))
    })
}

/// The learner's kernel; it is compiled once for all tests.
fn kernel(compiler: &Path) -> Result<&'static Kernel, Failed> {
    static KERNEL: OnceLock<Result<Kernel, String>> = OnceLock::new();
    let parameters = ["const float *", "const float *", "float *", "unsigned"];
    let kernel = KERNEL.get_or_init(|| Kernel::compile(compiler, FILE, PROGRAM, "multiply", &parameters));
    kernel.as_ref().map_err(|told| format!("src/{FILE} does not compile.\n{told}").into())
}

fn the_kernel_compiles(compiler: &Path) -> Result<(), Failed> {
    kernel(compiler)?;
    match cuda_sim::ptx(FILE, PROGRAM, "compute_75") {
        Some(Err(told)) => Err(format!("as C++ it compiles, but NVIDIA's compiler refuses src/{FILE}.\n{told}").into()),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Two matrices of small whole numbers, so that every sum is exact.
fn matrices(n: usize) -> [Vec<f32>; 2] {
    [7, 5].map(|m| (0..n * n).map(|i| ((i * m + i / 3) % 11) as f32 + 1.0).collect())
}

fn run(kernel: &Kernel, n: usize, order: Order) -> Result<Run, Failed> {
    let [a, b] = matrices(n);
    let c = vec![-1.0; n * n];
    let tiles = n.div_ceil(TILE) as u32;
    let launch = Launch { grid: [tiles, tiles, 1], block: [TILE as u32, TILE as u32, 1], order, only: None };
    let arguments =
        [Argument::Array("a", &a), Argument::Array("b", &b), Argument::Array("c", &c), Argument::Whole(n as u64)];
    Ok(kernel.run(&launch, &arguments)?)
}

fn broken(run: &Run, n: usize, kind: impl Fn(Kind) -> bool) -> Result<(), Failed> {
    match run.findings.iter().find(|finding| kind(finding.kind)) {
        Some(finding) => Err(format!("n = {n}: src/{FILE}, {finding}").into()),
        None => Ok(()),
    }
}

fn multiplies(kernel: &Kernel, n: usize) -> Result<(), Failed> {
    let [a, b] = matrices(n);
    let run = run(kernel, n, Order::Thrown(2))?;
    broken(&run, n, |kind| kind == Kind::Outside)?;
    let Some(c) = run.arrays.get(2) else { return broken(&run, n, |_| true) };
    for (i, &got) in c.iter().enumerate() {
        let (row, column) = (i / n, i % n);
        let want: f32 = (0..n).map(|k| a[row * n + k] * b[k * n + column]).sum();
        if got != want {
            broken(&run, n, |kind| kind == Kind::Uninitialised)?;
            let hint = match n % TILE {
                0 => "Which row of one tile meets which column of the other?",
                _ => "How many tiles are there in a row, and what counts as what lies past the edge?",
            };
            return Err(format!("n = {n}: row {row}, column {column} of c: expected {want}, got {got}. {hint}").into());
        }
    }
    Ok(())
}

fn the_order_of_threads_doesnt_matter(kernel: &Kernel) -> Result<(), Failed> {
    for order in [Order::Forward, Order::Backward, Order::Thrown(3)] {
        for n in [32, 37] {
            broken(&run(kernel, n, order)?, n, |_| true)?;
        }
    }
    Ok(())
}

fn loads_each_element_once_a_tile(kernel: &Kernel) -> Result<(), Failed> {
    let run = run(kernel, MANY, Order::Forward)?;
    broken(&run, MANY, |kind| kind == Kind::Outside)?;
    let (loads, allowed) = (run.loads[0] + run.loads[1], (2 * MANY * MANY * MANY / TILE) as u64);
    if loads > allowed {
        return Err(format!(
            "with {MANY} rows the kernel loads {loads} elements from global memory, and {allowed} would do. Each thread of \
             a block loads one element of each tile, and all of them use it."
        )
        .into());
    }
    Ok(())
}

/// A warp has two rows of a block, and a row of a tile is half a transaction.
fn neighbours_load_neighbours(kernel: &Kernel) -> Result<(), Failed> {
    let run = run(kernel, MANY, Order::Forward)?;
    broken(&run, MANY, |kind| kind == Kind::Outside)?;
    let tiles = (MANY / TILE) as u64;
    let allowed = 2 * 8 * tiles * tiles * tiles;
    for (name, took) in ["a", "b"].into_iter().zip(&run.transactions) {
        if *took > allowed {
            return Err(format!(
                "with {MANY} rows, loading {name} takes {took} transactions of 128 bytes, and {allowed} would do. \
                 Neighbours in threadIdx.x should load neighbours in a row."
            )
            .into());
        }
    }
    Ok(())
}
