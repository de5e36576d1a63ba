//! Compiles the kernel as C++ and plays it thread by thread, in several orders, which needs no card.

use cuda_sim::{Argument, Kernel, Kind, Launch, Order, Run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{collections::HashMap, path::Path, process::ExitCode, sync::OnceLock, time::Duration};
use witness::{deadline, harness};
use wrong_by_one_warp::PROGRAM;

const FILE: &str = "sums.cu";
const LIMIT: Duration = Duration::from_secs(90);

const ORDERS: [Order; 3] = [Order::Forward, Order::Backward, Order::Thrown(5)];

/// Blocks, rows and columns.
const SIZES: [(u32, usize, usize); 3] = [(1, 1, 1), (2, 5, 300), (4, 2, 33)];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        // Without a deadline: a compiler comes to an end, and NVIDIA's may be long in coming from the disk.
        trials::with_tool("the_kernel_compiles", "c++", cuda_sim::compiler, the_kernel_compiles),
        trial("one_warp_is_still_right", |kernel| sums(kernel, 32)),
        trial("more_warps_are_right", |kernel| [64, 96, 1024].into_iter().try_for_each(|n| sums(kernel, n))),
        trial("no_order_of_threads_matters", no_order_of_threads_matters),
        trial("a_block_shares_its_row", a_block_shares_its_row),
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
    let parameters = ["const float *", "float *", "unsigned", "unsigned"];
    let kernel = KERNEL.get_or_init(|| Kernel::compile(compiler, FILE, PROGRAM, "sums_of_rows", &parameters));
    kernel.as_ref().map_err(|told| format!("src/{FILE} does not compile.\n{told}").into())
}

fn the_kernel_compiles(compiler: &Path) -> Result<(), Failed> {
    kernel(compiler)?;
    match cuda_sim::ptx(FILE, PROGRAM, "compute_75") {
        Some(Err(told)) => Err(format!("as C++ it compiles, but NVIDIA's compiler refuses src/{FILE}.\n{told}").into()),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Small whole numbers, so that every sum is exact in any order.
fn element(i: usize) -> f32 {
    (i * 5 % 13 + 1) as f32
}

fn run(
    kernel: &Kernel,
    threads: u32,
    (blocks, rows, columns): (u32, usize, usize),
    order: Order,
) -> Result<Run, Failed> {
    let x: Vec<f32> = (0..rows * columns).map(element).collect();
    let sums = vec![-1.0; rows];
    let launch = Launch { grid: [blocks, 1, 1], block: [threads, 1, 1], order, only: None };
    let arguments = [
        Argument::Array("x", &x),
        Argument::Array("sums", &sums),
        Argument::Whole(rows as u64),
        Argument::Whole(columns as u64),
    ];
    Ok(kernel.run(&launch, &arguments)?)
}

fn told(threads: u32, (blocks, rows, columns): (u32, usize, usize)) -> String {
    format!("{blocks} × {threads} threads, {rows} × {columns} numbers")
}

fn broken(run: &Run, launch: &str, kind: impl Fn(Kind) -> bool) -> Result<(), Failed> {
    match run.findings.iter().find(|finding| kind(finding.kind)) {
        Some(finding) => Err(format!("{launch}: src/{FILE}, {finding}").into()),
        None => Ok(()),
    }
}

/// Whatever else may be wrong: the sums.
fn sums(kernel: &Kernel, threads: u32) -> Result<(), Failed> {
    for size in SIZES {
        for order in ORDERS {
            let run = run(kernel, threads, size, order)?;
            let launch = told(threads, size);
            let Some(sums) = run.arrays.get(1) else { return broken(&run, &launch, |_| true) };
            let columns = size.2;
            for (row, &got) in sums.iter().enumerate() {
                let want: f32 = (row * columns..(row + 1) * columns).map(element).sum();
                if got != want {
                    let hint = match got.is_nan() {
                        true => "It holds something that nobody stored.",
                        false => "Whose partial sums are in it?",
                    };
                    let order = match order {
                        Order::Forward => "thread 0 first",
                        Order::Backward => "thread 0 last",
                        Order::Thrown(_) => "in an order that was thrown",
                    };
                    return Err(format!("{launch}, {order}: row {row}: expected {want}, got {got}. {hint}").into());
                }
            }
        }
    }
    Ok(())
}

fn no_order_of_threads_matters(kernel: &Kernel) -> Result<(), Failed> {
    for threads in [32, 64, 256] {
        for order in ORDERS {
            // One block has three rows, so that what it keeps is used again.
            let size = (1, 3, 300);
            broken(&run(kernel, threads, size, order)?, &told(threads, size), |_| true)?;
        }
    }
    Ok(())
}

fn a_block_shares_its_row(kernel: &Kernel) -> Result<(), Failed> {
    let (threads, size) = (128, (2, 2, 1000));
    let run = run(kernel, threads, size, Order::Forward)?;
    let mut loads: HashMap<_, u64> = HashMap::new();
    for access in run.accesses.iter().filter(|access| access.array == 0) {
        *loads.entry((access.block, access.thread)).or_default() += 1;
    }
    let share = 1000_u64.div_ceil(threads.into());
    if let Some(((block, thread), loads)) = loads.into_iter().filter(|(_, loads)| *loads > share).max_by_key(|it| it.1)
    {
        return Err(format!(
            "{}: thread {thread} of block {block} loads {loads} elements, and its share is {share}. All threads of a block \
             sum its row.",
            told(threads, size)
        )
        .into());
    }
    Ok(())
}
