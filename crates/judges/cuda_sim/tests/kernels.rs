//! Kernels that are right, and kernels that are wrong in known ways.

use cuda_sim::{Argument, Kernel, Kind, Launch, Order, Run, compiler, ptx};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::{Arc, Mutex},
};

const ORDERS: [Order; 4] = [Order::Forward, Order::Backward, Order::Thrown(2), Order::Thrown(7)];

type Test = fn() -> Result<(), Failed>;

fn main() -> ExitCode {
    let tests: [(&str, Test); 11] = [
        ("a_map_is_counted", a_map_is_counted),
        ("past_the_end_is_told_before_it_happens", past_the_end_is_told_before_it_happens),
        ("a_missing_barrier_is_a_race_in_every_order", a_missing_barrier_is_a_race_in_every_order),
        ("with_its_barrier_it_is_right_in_every_order", with_its_barrier_it_is_right_in_every_order),
        ("barriers_that_not_all_meet_at", barriers_that_not_all_meet_at),
        ("a_warp_that_meets_is_in_an_order", a_warp_that_meets_is_in_an_order),
        ("shuffles", shuffles),
        ("shuffles_that_are_wrong", shuffles_that_are_wrong),
        ("blocks_race_but_for_atomics", blocks_race_but_for_atomics),
        ("no_end", no_end),
        ("few_blocks_of_a_huge_grid", few_blocks_of_a_huge_grid),
    ];
    let mut trials: Vec<_> = tests.map(|(name, test)| with_compiler(name, test)).into();
    trials.push(Trial::test("nvrtc_says_what_is_wrong", nvrtc_says_what_is_wrong));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn with_compiler(name: &'static str, test: Test) -> Trial {
    trials::with_tool(name, "c++", compiler, move |_| test())
}

fn expect(right: bool, told: impl std::fmt::Debug) -> Result<(), Failed> {
    if right { Ok(()) } else { Err(format!("{told:#?}").into()) }
}

/// Launches the kernel `f(float *x)` on the numbers 0, 1, 2, …. What was compiled is kept for the next order.
fn run(body: &str, n: usize, blocks: u32, threads: u32, order: Order) -> Result<Run, Failed> {
    static KERNELS: Mutex<BTreeMap<String, Arc<Kernel>>> = Mutex::new(BTreeMap::new());
    let source = format!("extern \"C\" __global__ void f(float *x)\n{{\n{body}\n}}\n");
    let known = KERNELS.lock().unwrap().get(&source).cloned();
    let kernel = match known {
        Some(kernel) => kernel,
        None => {
            let kernel = Arc::new(Kernel::compile(&compiler()?, "f.cu", &source, "f", &["float *"])?);
            KERNELS.lock().unwrap().insert(source, Arc::clone(&kernel));
            kernel
        }
    };
    let x: Vec<f32> = (0..n as u16).map(f32::from).collect();
    let launch = Launch { grid: [blocks, 1, 1], block: [threads, 1, 1], order, only: None };
    Ok(kernel.run(&launch, &[Argument::Array("x", &x)])?)
}

/// The first finding, and that there is one of this kind.
fn found(run: &Run, kind: Kind, words: &str) -> Result<(), Failed> {
    let first = run.findings.first();
    expect(first.is_some_and(|first| first.kind == kind && first.to_string() == words), &run.findings)
}

fn a_map_is_counted() -> Result<(), Failed> {
    let body = |at| format!("    unsigned i = {at};\n    x[i] = 2 * x[i];");
    let run_of = |at| run(&body(at), 128, 2, 64, Order::Thrown(3));
    let neighbours = run_of("blockIdx.x * blockDim.x + threadIdx.x")?;
    expect(neighbours.findings.is_empty() && neighbours.arrays[0][127] == 254.0, &neighbours.findings)?;
    // Four warps load once and store once, 32 floats each.
    expect((neighbours.loads[0], neighbours.transactions[0]) == (128, 8), &neighbours.transactions)?;
    let apart = run_of("threadIdx.x * 2 + blockIdx.x")?;
    expect((apart.loads[0], apart.transactions[0]) == (128, 16), &apart.transactions)
}

fn past_the_end_is_told_before_it_happens() -> Result<(), Failed> {
    let past = run("    x[threadIdx.x + 1] = 1;", 8, 1, 8, Order::Forward)?;
    found(
        &past,
        Kind::Outside,
        "line 3, `x[threadIdx.x + 1] = 1;`: thread 7 of block 0 stores to x[8], and x has 8 elements",
    )?;
    expect(past.arrays.is_empty(), &past.arrays)?;
    let before = run("    x[threadIdx.x] = x[(int)threadIdx.x - 1];", 8, 1, 8, Order::Backward)?;
    let told = "thread 0 of block 0 reads x[-1], and x has 8 elements, before its first element";
    expect(before.findings.iter().any(|finding| finding.to_string().ends_with(told)), &before.findings)?;
    let far = run("    x[threadIdx.x + (1ull << 40)] = 1;", 8, 1, 8, Order::Forward)?;
    expect(far.findings[0].to_string().ends_with("stores to memory far from every array"), &far.findings)?;
    let shared =
        run("    __shared__ float s[8];\n    s[threadIdx.x + 1] = 1;\n    x[0] = s[1];", 8, 1, 9, Order::Forward);
    // What lies behind shared memory isn't an array.
    expect(shared.as_ref().is_ok_and(|run| !run.findings.is_empty()), shared.map(|run| run.findings))
}

const TURNS: &str = "    __shared__ float s[64];
    s[threadIdx.x] = x[threadIdx.x];
    BARRIER;
    x[threadIdx.x] = s[63 - threadIdx.x];";

fn a_missing_barrier_is_a_race_in_every_order() -> Result<(), Failed> {
    for order in ORDERS {
        let run = run(&TURNS.replace("BARRIER", ""), 64, 1, 64, order)?;
        expect(run.findings.iter().any(|finding| finding.kind == Kind::Race), &run.findings)?;
    }
    let told = run(&TURNS.replace("BARRIER", ""), 64, 1, 64, Order::Forward)?;
    let told = told.findings.iter().find(|finding| finding.kind == Kind::Race).map(ToString::to_string);
    expect(
        told.as_deref()
            == Some(
                "line 4, `s[threadIdx.x] = x[threadIdx.x];`: thread 32 of block 0 stores to shared memory, which thread \
                 31 of block 0 reads in line 6; no barrier stands between the two, and they belong to different warps",
            ),
        told,
    )
}

fn with_its_barrier_it_is_right_in_every_order() -> Result<(), Failed> {
    for order in ORDERS {
        let run = run(&TURNS.replace("BARRIER", "__syncthreads()"), 64, 1, 64, order)?;
        expect(run.findings.is_empty() && run.arrays[0][0] == 63.0 && run.barriers == 1, &run.findings)?;
    }
    Ok(())
}

fn barriers_that_not_all_meet_at() -> Result<(), Failed> {
    let returned = run("    if (threadIdx.x > 5) return;\n    __syncthreads();", 8, 1, 8, Order::Forward)?;
    found(
        &returned,
        Kind::Barrier,
        "line 4, `__syncthreads();`: thread 0 of block 0 waits for all threads of its block, but thread 6 of block 0 \
         has returned",
    )?;
    let body = "    if (threadIdx.x > 5)\n        __syncthreads();\n    else\n        __syncthreads();";
    let apart = run(body, 8, 1, 8, Order::Forward)?;
    found(
        &apart,
        Kind::Barrier,
        "line 6, `__syncthreads();`: thread 0 of block 0 waits for all threads of its block, but thread 6 of block 0 \
         waits in line 4",
    )
}

fn a_warp_that_meets_is_in_an_order() -> Result<(), Failed> {
    let body = |meet| {
        format!(
            "    __shared__ float s[64];\n    s[threadIdx.x] = 1;\n    {meet}\n    x[threadIdx.x] = s[threadIdx.x ^ 1];"
        )
    };
    for order in ORDERS {
        let apart = run(&body(""), 64, 1, 64, order)?;
        expect(apart.findings.iter().any(|it| it.to_string().contains("no __syncwarp()")), &apart.findings)?;
        let met = run(&body("__syncwarp();"), 64, 1, 64, order)?;
        expect(met.findings.is_empty(), &met.findings)?;
        // A shuffle passes on a register, and says nothing of memory.
        let shuffled = run(&body("__shfl_xor_sync(~0u, 0, 1);"), 64, 1, 64, order)?;
        expect(shuffled.findings.iter().any(|it| it.kind == Kind::Race), &shuffled.findings)?;
    }
    Ok(())
}

fn shuffles() -> Result<(), Failed> {
    let body = "    float sum = x[threadIdx.x];
    for (int offset = 16; offset > 0; offset /= 2)
        sum += __shfl_down_sync(0xffffffff, sum, offset);
    unsigned odd = __ballot_sync(0xffffffff, threadIdx.x % 2);
    float first = __shfl_sync(0xffffffff, sum, 0), other = __shfl_xor_sync(0xffffffff, first, 1);
    float before = __shfl_up_sync(0xffffffff, (float)threadIdx.x, 1);
    x[threadIdx.x] = odd == 0xaaaaaaaau ? (threadIdx.x == 33 ? before : other) : -1;";
    for order in ORDERS {
        let run = run(body, 64, 1, 64, order)?;
        let [first, second] = [496.0, 1520.0];
        let right = run.arrays[0][..32].iter().all(|&x| x == first) && run.arrays[0][34..].iter().all(|&x| x == second);
        expect(run.findings.is_empty() && right && run.arrays[0][33] == 32.0, (&run.findings, &run.arrays))?;
    }
    Ok(())
}

fn shuffles_that_are_wrong() -> Result<(), Failed> {
    let inactive = run("    x[threadIdx.x] = __shfl_down_sync(~0u, x[threadIdx.x], 8);", 16, 1, 16, Order::Forward)?;
    found(
        &inactive,
        Kind::Warp,
        "line 3, `x[threadIdx.x] = __shfl_down_sync(~0u, x[threadIdx.x], 8);`: lane 16 of its warp takes no part, and \
         thread 8 of block 0 reads what it holds; that may be anything",
    )?;
    let body = "    if (threadIdx.x < 16)\n        __shfl_down_sync(~0u, 1, 8);\n    __syncthreads();";
    let apart = run(body, 32, 1, 32, Order::Forward)?;
    found(
        &apart,
        Kind::Warp,
        "line 4, `__shfl_down_sync(~0u, 1, 8);`: thread 0 of block 0 waits for its warp; its mask names thread 16 of \
         block 0, which is in line 5",
    )?;
    let left_out = run("    __syncwarp(0xff);", 16, 1, 16, Order::Forward)?;
    found(
        &left_out,
        Kind::Warp,
        "line 3, `__syncwarp(0xff);`: thread 8 of block 0 isn't in the mask that it names, 0x000000ff",
    )
}

fn blocks_race_but_for_atomics() -> Result<(), Failed> {
    let race = run("    if (threadIdx.x == 0) x[0] += 1;", 1, 2, 8, Order::Forward)?;
    expect(race.findings[0].to_string().contains("nothing puts two blocks in an order"), &race.findings)?;
    for order in ORDERS {
        let atomic = run("    atomicAdd(x, 1.0f);", 1, 2, 40, order)?;
        expect(atomic.findings.is_empty() && atomic.arrays[0] == [80.0], &atomic.findings)?;
    }
    Ok(())
}

fn no_end() -> Result<(), Failed> {
    let run = run("    for (;;) x[threadIdx.x] += 1;", 8, 1, 8, Order::Forward)?;
    expect(run.findings[0].kind == Kind::Endless, &run.findings)
}

/// Of arrays of 16 GiB, the first and the last elements.
fn few_blocks_of_a_huge_grid() -> Result<(), Failed> {
    let (n, blocks) = ((1_u64 << 32) + 5, (1_u32 << 24) + 1);
    let launch =
        Launch { grid: [blocks, 1, 1], block: [256, 1, 1], order: Order::Forward, only: Some(&[0, blocks - 1]) };
    for (of, reaches) in [("size_t", true), ("unsigned", false)] {
        let source = format!(
            "extern \"C\" __global__ void f(float *x, size_t n)\n{{\n    \
             {of} i = ({of})blockIdx.x * blockDim.x + threadIdx.x;\n    if (i < n) x[i] = 1;\n}}\n"
        );
        let kernel = Kernel::compile(&compiler()?, "f.cu", &source, "f", &["float *", "size_t"])?;
        let run = kernel.run(&launch, &[Argument::Reserved("x", n), Argument::Whole(n)])?;
        expect(run.accesses.iter().any(|access| access.at == n - 1) == reaches, &run.findings)?;
        expect(run.findings.is_empty() == reaches, &run.findings)?;
    }
    Ok(())
}

/// Where it isn't, there is nothing to say.
fn nvrtc_says_what_is_wrong() -> Result<(), Failed> {
    let of = |body: &str| ptx("f.cu", &format!("extern \"C\" __global__ void f(float *x) {{ {body} }}"), "compute_80");
    match (of("x[0] = 1;"), of("x[0] = y;")) {
        (None, None) => Ok(()),
        (Some(Ok(right)), Some(Err(wrong))) => {
            expect(right.contains("st.global") && wrong.contains("f.cu(1)") && wrong.contains("\"y\""), (right, wrong))
        }
        other => Err(format!("{other:?}").into()),
    }
}
