//! Runs the three dispatches in a simulator, which needs no graphics card, and counts what they ask of memory.

use gpu_scan::SHADER;
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Finding, Program, Report, Shader};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/keep.wgsl";

/// In the order of their dispatches.
const ENTRIES: [&str; 3] = ["count", "start", "place"];

/// Numbers of a block.
const BLOCK: usize = 256;

/// What `kept` holds before: no number of any array.
const MARK: u32 = u32::MAX;

/// Numbers for which is counted.
const MANY: usize = 8192;

/// The most transactions for them: two readings and one storing, of which each may touch a segment more, and the
/// blocks.
const TRANSACTIONS: u64 = 2000;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("the_shader_is_valid", || programs().map(drop)),
        trial("keeps_the_numbers_of_one_block", || [1, 2, 33, 255, 256].into_iter().try_for_each(|n| keeps(&some(n)))),
        trial("keeps_the_numbers_of_many_blocks", || {
            [257, 700, 1024, 1500].into_iter().try_for_each(|n| keeps(&some(n)))
        }),
        trial("keeps_all_or_nothing", || [vec![0; 600], vec![7; 600]].iter().try_for_each(|x| keeps(x))),
        trial("the_order_of_invocations_doesnt_matter", the_order_of_invocations_doesnt_matter),
        trial("reads_each_number_a_few_times", reads_each_number_a_few_times),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, move || deadline(name, "what ends each loop of the shader", LIMIT, test))
}

/// The learner's entry points, ready to run.
fn programs() -> Result<[Program; 3], Failed> {
    let shader = Shader::parse(SHADER, FILE).map_err(|error| format!("{FILE} does not compile.\n{error}"))?;
    let program = |entry| {
        let program = shader.program(entry, &[]).map_err(|error| match error {
            Error::NoEntry(_) => {
                format!("{FILE} has no `@compute` function named `{entry}`: the check looks for it by name")
            }
            error => format!("{FILE}: {error}"),
        })?;
        match program.workgroup_size() {
            [256, 1, 1] => Ok(program),
            size => Err(format!("the workgroups of `{entry}` are {size:?}; they should be [256, 1, 1]")),
        }
    };
    let [count, start, place] = ENTRIES.map(program);
    Ok([count?, start?, place?])
}

/// Numbers of which every third or so is zero, and no two that aren't are the same.
fn some(n: usize) -> Vec<u32> {
    let hash = |i: u32| i.wrapping_mul(0x9e37_79b9) >> 16;
    (1..=n as u32).map(|i| if hash(i) % 3 == 0 { 0 } else { i }).collect()
}

/// What the three dispatches made of `x`.
struct Run {
    kept: Vec<u32>,
    /// Of each dispatch, in step.
    reports: Vec<Report>,
    /// The first thing found, and in which dispatch.
    found: Option<(&'static str, Finding)>,
    /// What depends on the order, likewise.
    difference: Option<String>,
}

/// Runs the dispatches, one after the other; if `in_orders`, each of them in several.
fn run(x: &[u32], in_orders: bool) -> Result<Run, Failed> {
    let groups = x.len().div_ceil(BLOCK);
    // What a workgroup finds in `blocks` at first may be anything.
    let mut buffers = [Buffer::new(0, x), Buffer::new(1, &vec![MARK; groups]), Buffer::new(2, &vec![MARK; x.len()])];
    let mut run = Run { kept: vec![], reports: vec![], found: None, difference: None };
    for ((entry, program), groups) in ENTRIES.into_iter().zip(programs()?).zip([groups, 1, groups]) {
        let dispatch = Dispatch::new([groups as u32, 1, 1]);
        let (report, findings) = match in_orders {
            true => {
                let verdict = program.in_orders(&mut buffers, &dispatch)?;
                run.difference = run.difference.or(verdict.difference.map(|it| format!("in `{entry}`, {it}")));
                (verdict.report, verdict.findings)
            }
            false => {
                let report = program.run(&mut buffers, &dispatch)?;
                let findings = report.findings.clone();
                (report, findings)
            }
        };
        run.reports.push(report);
        run.found = run.found.or(findings.into_iter().next().map(|finding| (entry, finding)));
    }
    run.kept = buffers[2].to_vec();
    Ok(run)
}

/// What the simulator found, if anything.
fn broken(run: &Run, n: usize) -> Result<(), Failed> {
    match &run.found {
        Some((entry, finding)) => Err(format!("{n} numbers, in `{entry}`: {FILE}, {finding}").into()),
        None => Ok(()),
    }
}

fn keeps(x: &[u32]) -> Result<(), Failed> {
    let run = run(x, false)?;
    is_kept(x, &run)
}

fn is_kept(x: &[u32], run: &Run) -> Result<(), Failed> {
    let n = x.len();
    let mut want: Vec<u32> = x.iter().copied().filter(|&x| x != 0).collect();
    let count = want.len();
    want.resize(n, MARK);
    let Some(place) = (0..n).find(|&place| run.kept[place] != want[place]) else { return Ok(()) };
    broken(run, n)?;
    let number = |number: u32| match number {
        MARK => "what was there before".to_string(),
        number => number.to_string(),
    };
    Err(format!(
        "of {n} numbers {count} aren't zero. kept[{place}] should be {}, but it is {}. How many are kept before it in its \
         own block of 256, and how many in the blocks before that one?",
        number(want[place]),
        number(run.kept[place])
    )
    .into())
}

/// No race, no barrier that somebody misses, nothing past the end.
fn the_order_of_invocations_doesnt_matter() -> Result<(), Failed> {
    for n in [200, 700] {
        let run = run(&some(n), true)?;
        broken(&run, n)?;
        if let Some(difference) = run.difference {
            return Err(format!("{n} numbers: {difference}").into());
        }
    }
    Ok(())
}

fn reads_each_number_a_few_times() -> Result<(), Failed> {
    let x = some(MANY);
    let run = run(&x, false)?;
    broken(&run, MANY)?;
    is_kept(&x, &run)?;
    let transactions: Vec<u64> = run.reports.iter().map(Report::transactions).collect();
    let all: u64 = transactions.iter().sum();
    if all > TRANSACTIONS {
        return Err(format!(
            "with {MANY} numbers, count, start and place take {transactions:?} transactions, together {all}; \
             {TRANSACTIONS} are allowed. What one invocation has counted, the others needn't count again: within a block \
             it goes through workgroup memory, and from block to block through `blocks`."
        )
        .into());
    }
    Ok(())
}
