//! Runs the shader in a simulator, which needs no graphics card, and counts what it asks of memory.

use gpu_tile::{SHADER, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Program, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/window.wgsl";
const ENTRY: &str = "sum";

/// Elements of a window on each side of its middle.
const SIDE: usize = 8;

/// Elements for which is counted.
const MANY: usize = 65_536;

/// The most transactions for them: each element once in and once out is 4,096.
const TRANSACTIONS: u64 = 8000;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("sums_the_windows_of_one_workgroup", || [1, 2, 8, 9, 17, 30, 100].into_iter().try_for_each(sums)),
        trial("sums_across_workgroups", || [250, 256, 257, 264, 265, 1000, 1024].into_iter().try_for_each(sums)),
        trial("the_order_of_invocations_doesnt_matter", the_order_of_invocations_doesnt_matter),
        trial("reads_each_element_about_once", reads_each_element_about_once),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if a loop in `workgroups` doesn't end.
fn trial(name: &'static str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, move || deadline(name, "what ends each loop in `workgroups`", LIMIT, test))
}

/// The learner's shader, ready to run.
fn program() -> Result<Program, Failed> {
    let shader = Shader::parse(SHADER, FILE).map_err(|error| format!("{FILE} does not compile.\n{error}"))?;
    shader.program(ENTRY, &[]).map_err(|error| match error {
        Error::NoEntry(_) => {
            format!("{FILE} has no `@compute` function named `{ENTRY}`: the check looks for it by name").into()
        }
        error => format!("{FILE}: {error}").into(),
    })
}

/// Elements no two neighbouring windows of which have the same sum.
fn elements(n: usize) -> Vec<u32> {
    (1..=n as u32).map(|i| i.wrapping_mul(2_654_435_761) >> 8).collect()
}

/// Sums the windows of `x`, in all orders.
fn run(x: &[u32]) -> Result<(Verdict, Vec<u32>), Failed> {
    let mut buffers = [Buffer::new(0, x), Buffer::new(1, &vec![0_u32; x.len()])];
    let verdict = program()?.in_orders(&mut buffers, &Dispatch::new([workgroups(x.len() as u32), 1, 1]))?;
    Ok((verdict, buffers[1].to_vec()))
}

/// What the simulator found, if anything.
fn broken(verdict: &Verdict, n: usize) -> Result<(), Failed> {
    match verdict.findings.first() {
        Some(finding) => Err(format!("{n} elements: {FILE}, {finding}").into()),
        None => Ok(()),
    }
}

fn sums(n: usize) -> Result<(), Failed> {
    let x = elements(n);
    let (verdict, y) = run(&x)?;
    for (i, &y) in y.iter().enumerate() {
        let (first, end) = (i.saturating_sub(SIDE), (i + SIDE + 1).min(n));
        let want: u32 = x[first..end].iter().sum();
        if y != want {
            broken(&verdict, n)?;
            let missing = (first..end).find(|&at| y == want.wrapping_sub(x[at]));
            let hint = match missing {
                Some(at) => format!("It is what comes out without x[{at}]."),
                None => "Which elements are in the tile, and where in it is this window?".into(),
            };
            return Err(format!(
                "of {n} elements, those from {first} to {} sum to {want}, but y[{i}] holds {y}. {hint} workgroups({n}) \
                 is {}.",
                end - 1,
                workgroups(n as u32)
            )
            .into());
        }
    }
    Ok(())
}

/// No race, no barrier that somebody misses, nothing past the end.
fn the_order_of_invocations_doesnt_matter() -> Result<(), Failed> {
    for n in [30, 256, 1000] {
        let (verdict, _) = run(&elements(n))?;
        broken(&verdict, n)?;
        if let Some(difference) = verdict.difference {
            return Err(format!("{n} elements: {difference}").into());
        }
    }
    Ok(())
}

fn reads_each_element_about_once() -> Result<(), Failed> {
    let (verdict, y) = run(&elements(MANY))?;
    broken(&verdict, MANY)?;
    if let Some(place) = y.iter().position(|&y| y == 0) {
        return Err(format!("y[{place}] was never stored").into());
    }
    let program = program()?;
    let [read, stored] =
        [0, 1].map(|binding| verdict.report.transactions_of(program.name_at(binding).unwrap_or_default()));
    if read + stored > TRANSACTIONS {
        return Err(format!(
            "with {MANY} elements, reading takes {read} transactions and storing {stored}, together {}; {TRANSACTIONS} \
             are allowed. An element that several invocations need is read once, by one of them, and kept in workgroup \
             memory. Neighbouring lanes read neighbouring elements.",
            read + stored
        )
        .into());
    }
    Ok(())
}
