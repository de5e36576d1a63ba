//! Compiles the kernel as C++ and plays it thread by thread, which needs no card.

use cuda_saxpy::PROGRAM;
use cuda_sim::{Argument, Kernel, Kind, Launch, Order, Run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{collections::HashMap, path::Path, process::ExitCode, sync::OnceLock, time::Duration};
use witness::{deadline, harness};

const FILE: &str = "saxpy.cu";
const LIMIT: Duration = Duration::from_secs(90);

/// Blocks, threads of each, and numbers.
const SIZES: [(u32, u32, usize); 8] =
    [(1, 1, 5), (2, 2, 10), (2, 4, 3), (2, 32, 64), (2, 32, 1000), (2, 32, 0), (3, 100, 1001), (1, 1024, 1025)];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        // Without a deadline: a compiler comes to an end, and NVIDIA's may be long in coming from the disk.
        trials::with_tool("the_kernel_compiles", "c++", cuda_sim::compiler, the_kernel_compiles),
        trial("every_number_is_added_once", every_number_is_added_once),
        trial("nothing_past_the_end", nothing_past_the_end),
        trial("neighbours_do_neighbours", neighbours_do_neighbours),
        trial("numbers_beyond_32_bits", numbers_beyond_32_bits),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if it doesn't end.
fn trial(name: &'static str, test: fn(&Kernel) -> Result<(), Failed>) -> Trial {
    trials::with_tool(name, "c++", cuda_sim::compiler, move |compiler| {
        let compiler = compiler.to_owned();
        deadline(name, "what ends the loop in your kernel", LIMIT, move || test(kernel(&compiler)?))
    })
}

/// The learner's kernel; it is compiled once for all tests.
fn kernel(compiler: &Path) -> Result<&'static Kernel, Failed> {
    static KERNEL: OnceLock<Result<Kernel, String>> = OnceLock::new();
    let parameters = ["float", "const float *", "float *", "unsigned long long"];
    let kernel = KERNEL.get_or_init(|| Kernel::compile(compiler, FILE, PROGRAM, "saxpy", &parameters));
    kernel.as_ref().map_err(|told| format!("src/{FILE} does not compile.\n{told}").into())
}

fn the_kernel_compiles(compiler: &Path) -> Result<(), Failed> {
    kernel(compiler)?;
    match cuda_sim::ptx(FILE, PROGRAM, "compute_75") {
        Some(Err(told)) => Err(format!("as C++ it compiles, but NVIDIA's compiler refuses src/{FILE}.\n{told}").into()),
        Some(Ok(_)) | None => Ok(()),
    }
}

fn x(i: usize) -> f32 {
    (i % 97 + 1) as f32
}

fn y(i: usize) -> f32 {
    (1000 + i) as f32
}

fn run(kernel: &Kernel, blocks: u32, threads: u32, n: usize) -> Result<Run, Failed> {
    let (x, y): (Vec<f32>, Vec<f32>) = (0..n).map(|i| (x(i), y(i))).unzip();
    let launch = Launch { grid: [blocks, 1, 1], block: [threads, 1, 1], order: Order::Thrown(2), only: None };
    let arguments = [Argument::F32(2.5), Argument::Array("x", &x), Argument::Array("y", &y), Argument::Whole(n as u64)];
    Ok(kernel.run(&launch, &arguments)?)
}

/// What `kind` of mistake a launch has, if it has one.
fn finding(run: &Run, launch: &str, kind: impl Fn(Kind) -> bool) -> Result<(), Failed> {
    match run.findings.iter().find(|finding| kind(finding.kind)) {
        Some(finding) => Err(format!("{launch}: src/{FILE}, {finding}").into()),
        None => Ok(()),
    }
}

fn every_number_is_added_once(kernel: &Kernel) -> Result<(), Failed> {
    for (blocks, threads, n) in SIZES {
        let launch = format!("{blocks} × {threads} threads, {n} numbers");
        let run = run(kernel, blocks, threads, n)?;
        finding(&run, &launch, |kind| kind == Kind::Endless)?;
        let mut by: Vec<Vec<_>> = vec![Vec::new(); n];
        for access in run.accesses.iter().filter(|access| access.stores) {
            if let Some(by) = usize::try_from(access.at).ok().and_then(|at| by.get_mut(at)) {
                by.push(access);
            }
        }
        for (i, by) in by.iter().enumerate() {
            let told = match by[..] {
                [] => {
                    format!(
                        "number {i} was never added. A thread goes on after its first number, as long as there are some."
                    )
                }
                [_] => continue,
                [first, second, ..] => format!(
                    "number {i} was added twice, by thread {} of block {} and thread {} of block {}. Each number is one \
                     thread's.",
                    first.thread, first.block, second.thread, second.block
                ),
            };
            return Err(format!("{launch}: {told}").into());
        }
        let wrong = |&(i, &got): &(usize, &f32)| got != 2.5 * x(i) + y(i);
        if let Some((i, got)) = run.arrays.get(1).and_then(|all| all.iter().enumerate().find(wrong)) {
            return Err(format!("{launch}: number {i}: expected {}, got {got}", 2.5 * x(i) + y(i)).into());
        }
    }
    Ok(())
}

fn nothing_past_the_end(kernel: &Kernel) -> Result<(), Failed> {
    for (blocks, threads, n) in SIZES {
        let launch = format!("{blocks} × {threads} threads, {n} numbers");
        let run = run(kernel, blocks, threads, n)?;
        finding(&run, &launch, |kind| kind == Kind::Outside).map_err(|told| {
            let told = told.message().unwrap_or_default();
            Failed::from(format!(
                "{told}. A pointer doesn't know its end: compare with n before each number, also the first."
            ))
        })?;
    }
    Ok(())
}

/// 128 bytes hold 32 neighbouring floats, as many as a warp has threads.
fn neighbours_do_neighbours(kernel: &Kernel) -> Result<(), Failed> {
    let n = 4096;
    let run = run(kernel, 2, 128, n)?;
    // `y` is loaded and stored.
    let (least, took) = (3 * n as u64 / 32, run.transactions[0] + run.transactions[1]);
    if took > least {
        return Err(format!(
            "with {n} numbers the warps take {took} transactions of 128 bytes, and {least} would do. In each step \
             neighbouring threads should do neighbouring numbers, which one access to memory can serve."
        )
        .into());
    }
    Ok(())
}

/// Of a grid that large, the first block and the last are played.
fn numbers_beyond_32_bits(kernel: &Kernel) -> Result<(), Failed> {
    // More threads than 32 bits can count; then fewer, and the last step passes that number.
    for (blocks, n) in [((1_u32 << 24) + 1, (1_u64 << 32) + 5), (1 << 23, (1 << 32) + 3)] {
        let threads = 256;
        let launch = format!("{blocks} × {threads} threads, {n} numbers");
        let all = u64::from(blocks) * threads;
        let played = [0, blocks - 1];
        let wanted = |block: u32, thread: u64| {
            (u64::from(block) * threads + thread..n).step_by(usize::try_from(all).unwrap_or(usize::MAX))
        };
        let huge = Launch { grid: [blocks, 1, 1], block: [256, 1, 1], order: Order::Forward, only: Some(&played) };
        let arguments =
            [Argument::F32(2.5), Argument::Reserved("x", n), Argument::Reserved("y", n), Argument::Whole(n)];
        let run = kernel.run(&huge, &arguments)?;
        let mut done: HashMap<_, Vec<u64>> = HashMap::new();
        for access in run.accesses.iter().filter(|access| access.stores) {
            done.entry((access.block, u64::from(access.thread))).or_default().push(access.at);
        }
        for block in played {
            for thread in 0..threads {
                let mut did = done.remove(&(block, thread)).unwrap_or_default();
                let mut wanted: Vec<_> = wanted(block, thread).collect();
                did.truncate(8);
                did.sort();
                wanted.sort();
                if did != wanted {
                    return Err(format!(
                        "{launch}: thread {thread} of block {block} should do the numbers {wanted:?}, and does {did:?}{}. \
                         Which product or sum in your kernel is 32 bits wide, and begins at 0 again?",
                        if did.len() == 8 { ", …" } else { "" }
                    )
                    .into());
                }
            }
        }
    }
    Ok(())
}
