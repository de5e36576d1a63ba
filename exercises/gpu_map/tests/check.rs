//! Runs the shader on the best adapter of this machine and compares with the CPU. Without an adapter every test but the
//! first is ignored, with the reason; `LAB_REQUIRE=gpu` makes that a failure.

use gpu::{Gpu, Shader, Tally};
use gpu_map::{SHADER, workgroups};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
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

const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("the_shader_is_valid", || shader().map(drop))];
    for n in [1, 63, 64, 65, 100, 1009, MANY, MOST] {
        trials.push(on_gpu(format!("converts_{n}_readings"), move |gpu| converts(gpu, n)));
    }
    trials.push(on_gpu("stores_nothing_past_the_end".into(), stores_nothing_past_the_end));
    trials.push(on_gpu("shares_the_work".into(), shares_the_work));
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that needs an adapter.
fn on_gpu(name: String, test: impl Fn(&'static Gpu) -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::ignorable_test(name.clone(), move || match gpu::open() {
        Ok(gpu) => in_time(name, move || test(gpu)).map(|()| Completion::Completed),
        Err(missing) if variant::required("gpu") => Err(format!("LAB_REQUIRE names gpu, but {missing}").into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// Ends a test whose loops don't.
fn in_time(name: String, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Result<(), Failed> {
    deadline(&name, "what ends each loop, in the shader and in `workgroups`", LIMIT, test)
}

/// The learner's shader and how many invocations each of its workgroups has.
fn shader() -> Result<u64, Failed> {
    let shader = Shader::parse(SHADER, FILE).map_err(|error| format!("{FILE} does not compile.\n{error}"))?;
    let Some(size) = shader.workgroup_size(ENTRY) else {
        return Err(format!("{FILE} has no `@compute` function named `{ENTRY}`: the check looks for it by name").into());
    };
    Ok(size.map(u64::from).iter().product())
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

fn converts(gpu: &'static Gpu, n: u32) -> Result<(), Failed> {
    let size = shader()?;
    let readings: Vec<f32> = (0..n).map(fahrenheit).collect();
    let mut got = vec![UNTOUCHED; n as usize];
    let groups = workgroups(n);
    let kernel = gpu.kernel(SHADER, ENTRY, 1)?;
    kernel.run_over(&[bytemuck::cast_slice(&readings)], bytemuck::cast_slice_mut(&mut got), [groups, 1, 1])?;

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

fn stores_nothing_past_the_end(gpu: &'static Gpu) -> Result<(), Failed> {
    for n in [1, 65, 1009] {
        let readings: Vec<f32> = (0..n).map(fahrenheit).collect();
        let output = vec![UNTOUCHED; n as usize];
        let groups = [workgroups(n), 1, 1];
        let tally =
            gpu.tally(SHADER, ENTRY, &[bytemuck::cast_slice(&readings)], bytemuck::cast_slice(&output), groups)?;
        if tally.reach > n {
            return Err(format!(
                "with {n} readings an invocation stored at celsius[{}], past the end. WGSL lets an adapter drop such a \
                 store or put it at any other place in the buffer: the answer is right on some machines only. \
                 The last workgroup is not full. Its spare invocations must find out that they are spare.",
                tally.reach - 1
            )
            .into());
        }
        once(&tally, n)?;
    }
    Ok(())
}

fn shares_the_work(gpu: &'static Gpu) -> Result<(), Failed> {
    let readings: Vec<f32> = (0..MANY).map(fahrenheit).collect();
    let output = vec![UNTOUCHED; MANY as usize];
    let groups = [workgroups(MANY), 1, 1];
    let tally = gpu.tally(SHADER, ENTRY, &[bytemuck::cast_slice(&readings)], bytemuck::cast_slice(&output), groups)?;
    if tally.busiest > MANY / 50 {
        return Err(format!(
            "one invocation made {} of {} stores: that is a serial program, or nearly, on one lane of the GPU. \
             Thousands of invocations are started; let each look after one reading.",
            tally.busiest, tally.stores
        )
        .into());
    }
    once(&tally, MANY)
}

/// Whether there was one store for each of `n` readings.
fn once(tally: &Tally, n: u32) -> Result<(), Failed> {
    let stores = tally.stores;
    match stores.cmp(&n) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(format!("{stores} stores for {n} readings: some were never converted").into()),
        Ordering::Greater => Err(format!(
            "{stores} stores for {n} readings: some were stored more than once. Invocations that store at the same place \
             race with each other, even if they store the same. Spare invocations have nothing to do, and what is \
             computed in several steps is kept in a `let` until the last."
        )
        .into()),
    }
}
