//! Runs the shader in a simulator, which needs no graphics card, and compares with the CPU.

use gpu_map::{SHADER, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Access, Buffer, Dispatch, Error, Fault, Finding, Order, Program, Report, Shader};
use std::cmp::Ordering;
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/map.wgsl";
const ENTRY: &str = "convert";

/// What `celsius` holds before the run: colder than anything can be.
const UNTOUCHED: f32 = -9999.0;

/// Enough that a share of the work means something.
const MANY: u32 = 100_003;

/// Nearly what one dimension of a dispatch holds, of workgroups of 64, and far beyond any limit that an answer may have
/// set. One is left for an answer that starts a spare one.
const MOST: u32 = 65_534 * 64;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("the_shader_is_valid", || program().map(drop))];
    for n in [1, 63, 64, 65, 100, 1009, MANY, MOST] {
        trials.push(trial(&format!("converts_{n}_readings"), move || converts(n)));
    }
    trials.push(trial("stores_nothing_past_the_end", stores_nothing_past_the_end));
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

/// Reading `i`, °F: from −100 to 200 in tenths, shuffled, so that neighbours differ.
fn fahrenheit(i: u32) -> f32 {
    (i.wrapping_mul(2_654_435_761) >> 16).wrapping_rem(3001) as f32 / 10.0 - 100.0
}

fn celsius(fahrenheit: f32) -> f32 {
    (fahrenheit - 32.0) / 1.8
}

/// A ten-thousandth of a degree: room for any order of the arithmetic, none for another reading or a shortened
/// constant.
fn close(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-4
}

/// Starts the shader for `n` readings.
fn run(n: u32) -> Result<(Vec<f32>, Vec<f32>, Report), Failed> {
    let readings: Vec<f32> = (0..n).map(fahrenheit).collect();
    let mut buffers = [Buffer::new(0, &readings), Buffer::new(1, &vec![UNTOUCHED; n as usize])];
    let dispatch = Dispatch::new([workgroups(n), 1, 1]).order(Order::Forward);
    let report = program()?.run(&mut buffers, &dispatch)?;
    // Past the end of the buffers, or twice at one place: that is for other tests.
    let other = |finding: &&Finding| !matches!(finding.fault, Fault::PastTheEnd { .. } | Fault::Race { .. });
    match report.findings.iter().find(other) {
        Some(finding) if matches!(finding.fault, Fault::NeverEnds { .. }) => {
            Err(format!("{FILE}, {finding}. Does its loop end? And does each invocation do only its own share?").into())
        }
        Some(finding) => Err(format!("{FILE}, {finding}").into()),
        None => Ok((readings, buffers[1].to_vec(), report)),
    }
}

fn converts(n: u32) -> Result<(), Failed> {
    let size: u64 = program()?.workgroup_size().map(u64::from).iter().product();
    let groups = workgroups(n);
    let (readings, got, _) = run(n)?;
    for (i, (&reading, &got)) in readings.iter().zip(&got).enumerate() {
        let want = celsius(reading);
        if close(got, want) {
            continue;
        }
        let invocations = u64::from(groups) * size;
        return Err(if got == UNTOUCHED && i as u64 >= invocations {
            format!(
                "reading {i} of {n} was never converted. workgroups({n}) starts {groups} workgroups of {size}: \
                 {invocations} invocations for {n} readings. Workgroups come whole: what is left over needs one more."
            )
        } else if got == UNTOUCHED {
            format!(
                "reading {i} of {n} was never converted, although {invocations} invocations ran. \
                 Does invocation {i} store at celsius[{i}], and does the test for the end let it?"
            )
        } else {
            format!(
                "reading {i} of {n}: {reading} °F is {want} °C; your shader says {got}. \
                 Look at the formula first, then at whose reading each invocation takes."
            )
        }
        .into());
    }
    Ok(())
}

fn stores_nothing_past_the_end() -> Result<(), Failed> {
    for n in [1, 65, 1009] {
        once(&run(n)?.2, n)?;
    }
    Ok(())
}

fn shares_the_work() -> Result<(), Failed> {
    let (_, _, report) = run(MANY)?;
    let stores = report.stores_at(1);
    if stores.busiest > u64::from(MANY / 50) {
        return Err(format!(
            "one invocation made {} of {} stores: that is a serial program, or nearly, on one lane of the GPU. \
             Thousands of invocations are started; let each look after one reading.",
            stores.busiest, stores.stores
        )
        .into());
    }
    once(&report, MANY)
}

/// Whether there was one store for each of `n` readings, and none past them. To read past the end, and then not to use
/// it, harms nobody.
fn once(report: &Report, n: u32) -> Result<(), Failed> {
    let past =
        |finding: &&Finding| matches!(finding.fault, Fault::PastTheEnd { access: Access::Write | Access::Atomic, .. });
    if let Some(finding) = report.findings.iter().find(past) {
        return Err(format!(
            "with {n} readings: {FILE}, {finding}. WGSL lets an adapter drop such a store or put it at any other place \
             in the buffer: the answer is right on some machines only. The last workgroup is not full. Its spare \
             invocations must find out that they are spare."
        )
        .into());
    }
    if let Some(finding) = report.findings.iter().find(|finding| matches!(finding.fault, Fault::Race { .. })) {
        return Err(format!(
            "with {n} readings: {FILE}, {finding}. Invocations that store at the same place race with each other, even \
             if they store the same. Spare invocations have nothing to do."
        )
        .into());
    }
    let stores = report.stores_at(1).stores;
    match stores.cmp(&u64::from(n)) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(format!("{stores} stores for {n} readings: some were never converted").into()),
        Ordering::Greater => Err(format!(
            "{stores} stores for {n} readings: an invocation stored at the same place more than once. What is computed \
             in several steps is kept in a `let` until the last."
        )
        .into()),
    }
}
