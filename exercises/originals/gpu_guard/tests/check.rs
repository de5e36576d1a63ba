//! Runs the shader in a simulator, which needs no graphics card, in buffers that are longer than the work and marked
//! past its end.

use gpu_guard::{SHADER, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Fault, Finding, Order, Program, Report, Shader};
use std::cmp::Ordering;
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/guard.wgsl";
const ENTRY: &str = "square";

/// What `y` holds before the run: no square.
const MARK: f32 = -1.0;

/// Elements in both buffers past the first `n`: more than the largest workgroup.
const SPARE: u32 = 2048;

/// Enough that a share of the work means something.
const MANY: u32 = 100_003;

/// The most elements that the task promises.
const MOST: u32 = 5_000_000;

/// The most workgroups that any adapter must accept in one dimension of a dispatch.
const DIMENSION: u32 = 65_535;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("no_dimension_is_too_long", no_dimension_is_too_long),
    ];
    for n in [0, 1, 63, 64, 65, 640, 1009, MANY] {
        trials.push(trial(&format!("squares_{n}_elements"), move || squares(n)));
    }
    trials.push(trial("fills_one_dimension", || squares(one_dimension()?)));
    trials.push(trial("goes_into_a_second_dimension", || squares(one_dimension()? + 1)));
    trials.push(trial("squares_the_most_elements", || squares(MOST)));
    trials.push(trial("stores_each_element_once", stores_each_element_once));
    trials.push(trial("shares_the_work", shares_the_work));
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if a loop in `workgroups` doesn't end.
fn trial(name: &str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    let named = name.to_owned();
    Trial::test(name, move || deadline(&named, "what ends each loop in `workgroups`", LIMIT, test))
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

/// How many invocations each workgroup of the learner's shader has.
fn workgroup() -> Result<u64, Failed> {
    Ok(program()?.workgroup_size().map(u64::from).iter().product())
}

/// As many elements as one dimension of the learner's workgroups holds, or as the task promises if that is fewer.
fn one_dimension() -> Result<u32, Failed> {
    Ok((u64::from(DIMENSION) * workgroup()?).min(u64::from(MOST) - 1) as u32)
}

fn no_dimension_is_too_long() -> Result<(), Failed> {
    for n in (0..=MOST).step_by(4999).chain([one_dimension()?, one_dimension()? + 1, MOST]) {
        short_enough(n, workgroups(n))?;
    }
    Ok(())
}

fn short_enough(n: u32, groups: [u32; 3]) -> Result<(), Failed> {
    if groups.iter().any(|&groups| groups > DIMENSION) {
        return Err(format!(
            "workgroups({n}) is {groups:?}; an adapter takes at most {DIMENSION} in one dimension. \
             What doesn't fit in x goes into y; then the shader must find its element from id.x and id.y."
        )
        .into());
    }
    Ok(())
}

/// Element `i` of `x`: below 4096, so that its square is exact in an `f32`, and shuffled, so that neighbours differ.
fn element(i: u32) -> f32 {
    (i.wrapping_mul(2_654_435_761) >> 20) as f32
}

/// Starts the shader for `n` elements. What it is given to store is the first `n` elements of `y`, which is longer.
fn run(n: u32) -> Result<(Vec<f32>, Vec<f32>, Report), Failed> {
    let groups = workgroups(n);
    short_enough(n, groups)?;
    let x: Vec<f32> = (0..n + SPARE).map(element).collect();
    let y = vec![MARK; x.len()];
    let mut buffers = [Buffer::new(0, &x), Buffer::new(1, &[n]), Buffer::new(2, &y).only(n)];
    let report = program()?.run(&mut buffers, &Dispatch::new(groups).order(Order::Forward))?;
    Ok((x, buffers[2].to_vec(), report))
}

/// What was found that isn't about stores: the rest is then not worth looking at.
fn broken(report: &Report) -> Result<(), Failed> {
    let others = |finding: &&Finding| !matches!(finding.fault, Fault::NotYours { .. } | Fault::Race { .. });
    match report.findings.iter().find(others) {
        Some(finding) if matches!(finding.fault, Fault::NeverEnds { .. }) => {
            Err(format!("{FILE}, {finding}. Does its loop end? And does each invocation do only its own share?").into())
        }
        Some(finding) => Err(format!("{FILE}, {finding}").into()),
        None => Ok(()),
    }
}

/// A store past the end of the work.
fn trespass(report: &Report, n: u32) -> Result<(), Failed> {
    match report.findings.iter().find(|finding| matches!(finding.fault, Fault::NotYours { .. })) {
        Some(finding) => Err(format!(
            "{FILE}, {finding}. With {n} elements the last is number {}, and this invocation is a spare one. Even if it \
             stores what was there before: what lies there belongs to somebody else, who may be storing there at the \
             same time. Spare invocations must find out that they are spare; the end of the work is n, not the end of \
             the buffer.",
            i64::from(n) - 1
        )
        .into()),
        None => Ok(()),
    }
}

fn squares(n: u32) -> Result<(), Failed> {
    let size = workgroup()?;
    let groups = workgroups(n);
    let (x, y, report) = run(n)?;
    broken(&report)?;
    let invocations = groups.iter().map(|&groups| u64::from(groups)).product::<u64>() * size;
    for (i, (&x, &y)) in x.iter().zip(&y).take(n as usize).enumerate() {
        if y == MARK {
            return Err(format!(
                "element {i} of {n} was never computed. workgroups({n}) is {groups:?}: with {size} invocations in each \
                 that makes {invocations}. Are there enough, and does the guard let through whoever has work?"
            )
            .into());
        }
        if y != x * x {
            return Err(format!(
                "element {i} of {n}: {x} squared is {}, but y[{i}] holds {y}. Which element does an invocation take \
                 for its own, and is it the same for x and y?",
                x * x
            )
            .into());
        }
    }
    trespass(&report, n)
}

fn shares_the_work() -> Result<(), Failed> {
    let (_, _, report) = run(MANY)?;
    once(&report, MANY)?;
    let stores = report.stores_at(2);
    if stores.busiest > u64::from(MANY / 50) {
        return Err(format!(
            "one invocation made {} of {} stores: that is a serial program, or nearly, on one lane of the GPU. \
             A loop in the shader is fine if its steps are shared by many invocations.",
            stores.busiest, stores.stores
        )
        .into());
    }
    Ok(())
}

/// Spare invocations store nothing, not even what was there before.
fn stores_each_element_once() -> Result<(), Failed> {
    // Rows that overlap store the same squares twice, and nothing is wrong with the result.
    for n in [1, 65, 1009, one_dimension()? + 1] {
        once(&run(n)?.2, n)?;
    }
    Ok(())
}

/// Whether there was one store for each of `n` elements, and none past them.
fn once(report: &Report, n: u32) -> Result<(), Failed> {
    broken(report)?;
    // First, for such stores are too many as well.
    trespass(report, n)?;
    if let Some(finding) = report.findings.first() {
        return Err(format!(
            "with {n} elements: {FILE}, {finding}. Invocations that store at the same place race with each other, even \
             if they store the same. Spare invocations have nothing to do, and no element belongs to two."
        )
        .into());
    }
    let stores = report.stores_at(2).stores;
    match stores.cmp(&u64::from(n)) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(format!("{stores} stores for {n} elements: some were never computed").into()),
        Ordering::Greater => Err(format!(
            "{stores} stores for {n} elements: an invocation stored at the same place more than once. What is computed \
             in several steps is kept in a `let` until the last."
        )
        .into()),
    }
}
