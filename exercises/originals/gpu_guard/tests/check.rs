//! Runs the shader on the best adapter of this machine, in buffers that are longer than the work and marked past its
//! end. Without an adapter the tests that need one are ignored, with the reason; `LAB_REQUIRE=gpu` makes that a
//! failure.

use gpu::{Gpu, Shader, Tally};
use gpu_guard::{SHADER, workgroups};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
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

const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("the_shader_is_valid", || shader().map(drop)),
        Trial::test("no_dimension_is_too_long", || {
            in_time("no_dimension_is_too_long".into(), no_dimension_is_too_long)
        }),
    ];
    for n in [0, 1, 63, 64, 65, 640, 1009, MANY] {
        trials.push(on_gpu(format!("squares_{n}_elements"), move |gpu| squares(gpu, n)));
    }
    trials.push(on_gpu("fills_one_dimension".into(), |gpu| squares(gpu, one_dimension()?)));
    trials.push(on_gpu("goes_into_a_second_dimension".into(), |gpu| squares(gpu, one_dimension()? + 1)));
    trials.push(on_gpu("squares_the_most_elements".into(), |gpu| squares(gpu, MOST)));
    trials.push(on_gpu("stores_each_element_once".into(), stores_each_element_once));
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

/// As many elements as one dimension of the learner's workgroups holds, or as the task promises if that is fewer.
fn one_dimension() -> Result<u32, Failed> {
    Ok((u64::from(DIMENSION) * shader()?).min(u64::from(MOST) - 1) as u32)
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

fn squares(gpu: &'static Gpu, n: u32) -> Result<(), Failed> {
    let size = shader()?;
    let groups = workgroups(n);
    short_enough(n, groups)?;
    let x: Vec<f32> = (0..n + SPARE).map(element).collect();
    let mut y = vec![MARK; x.len()];
    let kernel = gpu.kernel(SHADER, ENTRY, 2)?;
    let inputs: [&[u8]; 2] = [bytemuck::cast_slice(&x), bytemuck::bytes_of(&n)];
    kernel.run_over(&inputs, bytemuck::cast_slice_mut(&mut y), groups)?;

    let invocations = groups.iter().map(|&groups| u64::from(groups)).product::<u64>() * size;
    let (mine, theirs) = y.split_at(n as usize);
    for (i, (&x, &y)) in x.iter().zip(mine).enumerate() {
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
    if let Some(past) = theirs.iter().position(|&y| y != MARK) {
        return Err(format!(
            "y[{}] was overwritten, but n is {n} and the last element is number {}. {invocations} invocations were \
             started, more than there is work. The spare ones must find out that they are spare; the end of the work \
             is n, not the end of the buffer.",
            n as usize + past,
            i64::from(n) - 1
        )
        .into());
    }
    Ok(())
}

fn shares_the_work(gpu: &'static Gpu) -> Result<(), Failed> {
    let x: Vec<f32> = (0..MANY + SPARE).map(element).collect();
    let y = vec![MARK; x.len()];
    let inputs: [&[u8]; 2] = [bytemuck::cast_slice(&x), bytemuck::bytes_of(&MANY)];
    let tally = gpu.tally(SHADER, ENTRY, &inputs, bytemuck::cast_slice(&y), workgroups(MANY))?;
    once(&tally, MANY)?;
    if tally.busiest > MANY / 50 {
        return Err(format!(
            "one invocation made {} of {} stores: that is a serial program, or nearly, on one lane of the GPU. \
             A loop in the shader is fine if its steps are shared by many invocations.",
            tally.busiest, tally.stores
        )
        .into());
    }
    Ok(())
}

/// Spare invocations store nothing, not even what was there before.
fn stores_each_element_once(gpu: &'static Gpu) -> Result<(), Failed> {
    // Rows that overlap store the same squares twice, and nothing is wrong with the result.
    for n in [1, 65, 1009, one_dimension()? + 1, MOST] {
        let x: Vec<f32> = (0..n + SPARE).map(element).collect();
        let y = vec![MARK; x.len()];
        let inputs: [&[u8]; 2] = [bytemuck::cast_slice(&x), bytemuck::bytes_of(&n)];
        let tally = gpu.tally(SHADER, ENTRY, &inputs, bytemuck::cast_slice(&y), workgroups(n))?;
        once(&tally, n)?;
    }
    Ok(())
}

/// Whether there was one store for each of `n` elements, and none past them.
fn once(tally: &Tally, n: u32) -> Result<(), Failed> {
    // First, for such stores are too many as well.
    if tally.reach > n {
        return Err(format!(
            "with {n} elements an invocation stored at y[{}], past the end. Even if it stored what was there before: what \
             lies there belongs to somebody else, who may be storing there at the same time. The end of the work is n, not \
             the end of the buffer.",
            tally.reach - 1
        )
        .into());
    }
    let stores = tally.stores;
    match stores.cmp(&n) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(format!("{stores} stores for {n} elements: some were never computed").into()),
        Ordering::Greater => Err(format!(
            "{stores} stores for {n} elements: some were stored more than once. Invocations that store at the same place \
             race with each other, even if they store the same. Spare invocations have nothing to do, and no element \
             belongs to two."
        )
        .into()),
    }
}
