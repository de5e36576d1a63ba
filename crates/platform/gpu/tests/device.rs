//! What an adapter does, and what it says when it can't. Without one these tests are ignored, with the reason;
//! `LAB_REQUIRE=gpu` makes that a failure.

#[path = "../examples/squares.rs"]
mod squares;

use gpu::{Gpu, GpuError, Options};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::{process::Command, time::Duration};

/// Adds `BY` to each element, and counts in another buffer how many it has seen.
const ADD: &str = "
override BY: u32 = 1;
@group(0) @binding(0) var<storage, read_write> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> seen: atomic<u32>;

@compute @workgroup_size(64)
fn add(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < arrayLength(&x) {
        x[id.x] += BY;
        atomicAdd(&seen, 1u);
    }
}
";

/// In the environment of this program started again, as one that finds no driver.
const WITHOUT_DRIVERS: &str = "GPU_TEST_WITHOUT_DRIVERS";

fn main() {
    if std::env::var_os(WITHOUT_DRIVERS).is_some() {
        return match gpu::open() {
            Ok(gpu) => println!("opened {}", gpu.adapter_name()),
            Err(missing) => println!("{missing}"),
        };
    }
    let arguments = Arguments::from_args();
    let mut trials = vec![
        on_gpu("the_whole_program_squares", |_| the_whole_program_squares()),
        on_gpu("a_chain_of_dispatches_sees_what_was_stored", a_chain_of_dispatches_sees_what_was_stored),
        on_gpu("passes_are_timed_or_the_adapter_has_no_clock", passes_are_timed_or_the_adapter_has_no_clock),
        on_gpu("an_adapter_is_opened_by_name", an_adapter_is_opened_by_name),
        on_gpu("a_wrong_name_gets_the_list", a_wrong_name_gets_the_list),
        on_gpu("a_check_gets_what_every_browser_grants", a_check_gets_what_every_browser_grants),
        on_gpu("a_buffer_past_the_limits_is_refused", a_buffer_past_the_limits_is_refused),
        on_gpu("too_many_workgroups_are_refused", too_many_workgroups_are_refused),
        on_gpu("a_shader_that_doesnt_parse_names_its_line", a_shader_that_doesnt_parse_names_its_line),
        on_gpu("a_shader_that_isnt_valid_names_its_line", a_shader_that_isnt_valid_names_its_line),
        on_gpu("wrong_bindings_are_refused", wrong_bindings_are_refused),
        on_gpu("a_kernel_with_bad_lengths_is_refused", a_kernel_with_bad_lengths_is_refused),
        on_gpu("a_lost_device_says_so", a_lost_device_says_so),
        on_gpu("a_long_shader_is_not_waited_for_longer_than_told", a_long_shader_is_not_waited_for_longer_than_told),
    ];
    // Elsewhere drivers aren't found by these variables.
    if cfg!(target_os = "linux") {
        trials.push(Trial::test("without_drivers_it_says_what_to_install", without_drivers_it_says_what_to_install));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn on_gpu(name: &str, test: fn(&'static Gpu) -> Result<(), Failed>) -> Trial {
    Trial::ignorable_test(name, move || match gpu::open() {
        Ok(gpu) => test(gpu).map(|()| Completion::Completed),
        Err(missing) if variant::required("gpu") => Err(format!("LAB_REQUIRE names gpu, but {missing}").into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// Whether it was refused with these words.
#[track_caller]
fn refused<T>(outcome: Result<T, impl std::fmt::Display>, words: &[&str]) -> Result<(), Failed> {
    let Err(error) = outcome else { return Err("it was accepted".into()) };
    let error = error.to_string();
    match words.iter().find(|word| !error.contains(**word)) {
        None => Ok(()),
        Some(word) => Err(format!("{word:?} is missing in: {error}").into()),
    }
}

fn the_whole_program_squares() -> Result<(), Failed> {
    let x: Vec<f32> = (0..1000_u16).map(f32::from).collect();
    let squares = pollster::block_on(squares::squares(&x)).map_err(|error| error.to_string())?;
    assert!(squares.iter().zip(&x).all(|(y, x)| *y == x * x) && squares.len() == x.len());
    Ok(())
}

fn a_chain_of_dispatches_sees_what_was_stored(gpu: &'static Gpu) -> Result<(), Failed> {
    let x: Vec<u32> = (0..1000).collect();
    let (there, seen) = (gpu.buffer(&x)?, gpu.zeros::<u32>(1)?);
    let one = gpu.pipeline(ADD, "add", &[])?.bind(&[&there, &seen])?;
    let ten = gpu.pipeline(ADD, "add", &[("BY", 10.0)])?.bind(&[&there, &seen])?;
    let groups = [1000_u32.div_ceil(64), 1, 1];
    gpu.run(&[&[one.groups(groups), ten.groups(groups)], &[ten.groups(groups)]])?;
    assert_eq!(gpu.read::<u32>(&there)?, x.iter().map(|x| x + 21).collect::<Vec<_>>());
    assert_eq!(gpu.read::<u32>(&seen)?, [3000]);
    // It stays, and can be written over in part.
    gpu.write(&there, &[7_u32, 8])?;
    gpu.run(&[&[one.groups(groups)]])?;
    assert_eq!(gpu.read::<u32>(&there)?[..4], [8, 9, 24, 25]);
    gpu.run(&[])?;
    Ok(())
}

fn passes_are_timed_or_the_adapter_has_no_clock(gpu: &'static Gpu) -> Result<(), Failed> {
    let (x, seen) = (gpu.zeros::<u32>(1 << 20)?, gpu.zeros::<u32>(1)?);
    let add = gpu.pipeline(ADD, "add", &[])?.bind(&[&x, &seen])?;
    let few = [add.groups([1, 1, 1])];
    let many = vec![add.groups([1 << 14, 1, 1]); 8];
    let times = gpu.pass_times(&[&few, &many]);
    if !gpu.has_timestamps() {
        return refused(times, &[gpu.adapter_name(), "timestamp"]);
    }
    let times = times?;
    assert_eq!(times.len(), 2);
    assert!(times[1] > times[0], "{times:?}");
    assert_eq!(gpu.pass_times(&[])?, []);
    Ok(())
}

fn an_adapter_is_opened_by_name(gpu: &'static Gpu) -> Result<(), Failed> {
    let adapter = Some(gpu.adapter_name()[1..5].to_uppercase());
    let named = Options { adapter, ..Options::default() }.open()?;
    assert!(!named.adapter_name().is_empty());
    Ok(())
}

fn a_wrong_name_gets_the_list(gpu: &'static Gpu) -> Result<(), Failed> {
    let named = Options { adapter: Some("no such card".into()), ..Options::default() }.open();
    refused(named.map(drop), &["\"no such card\"", gpu.adapter_name()])
}

fn a_check_gets_what_every_browser_grants(_: &'static Gpu) -> Result<(), Failed> {
    let gpu = gpu::open_for_checks()?;
    assert_eq!((gpu.most_elements(1), gpu.most_groups()), (128 << 20, 65_535));
    // 1024 invocations are fine for many an adapter, and too many for a browser.
    let wide = "@compute @workgroup_size(1024) fn main() {}";
    refused(gpu.pipeline(wide, "main", &[]).map(drop), &["1024", "256"])
}

fn a_buffer_past_the_limits_is_refused(gpu: &'static Gpu) -> Result<(), Failed> {
    let most = gpu.most_elements(4);
    refused(gpu.zeros::<u32>(most + 1), &["bytes", gpu.adapter_name(), "batches"])?;
    refused(gpu.zeros::<[u32; 4]>(usize::MAX), &["bytes"])?;
    refused(gpu.buffer(&[1_u8, 2, 3]), &["whole 32-bit words"])?;
    let four = gpu.zeros::<u32>(1)?;
    refused(gpu.write(&four, &[1_u32, 2]), &["8 bytes", "buffer of 4"])?;
    refused(gpu.read::<u64>(&four), &["4 bytes", "elements of 8"])
}

fn too_many_workgroups_are_refused(gpu: &'static Gpu) -> Result<(), Failed> {
    let (x, seen) = (gpu.zeros::<u32>(1)?, gpu.zeros::<u32>(1)?);
    let add = gpu.pipeline(ADD, "add", &[])?.bind(&[&x, &seen])?;
    let groups = gpu.most_groups() + 1;
    refused(gpu.run(&[&[add.groups([1, groups, 1])]]), &[&groups.to_string(), "second dimension"])
}

fn a_shader_that_doesnt_parse_names_its_line(gpu: &'static Gpu) -> Result<(), Failed> {
    let wrong = ADD.replace("atomicAdd(&seen, 1u);", "atomicAdd(&seen, one);");
    let refusal = gpu.pipeline(&wrong, "add", &[]).map(drop);
    refused(refusal, &["the shader doesn't compile", "wgsl:10:", "no definition in scope", "one"])
}

fn a_shader_that_isnt_valid_names_its_line(gpu: &'static Gpu) -> Result<(), Failed> {
    let wrong = ADD.replace("x[id.x] += BY;", "x[id.x] += f32(BY);");
    refused(gpu.pipeline(&wrong, "add", &[]).map(drop), &["the shader doesn't compile", ":9:"])?;
    refused(gpu.pipeline(ADD, "substract", &[]).map(drop), &["substract"])?;
    refused(gpu.pipeline(ADD, "add", &[("FROM", 1.0)]).map(drop), &["FROM"])
}

fn wrong_bindings_are_refused(gpu: &'static Gpu) -> Result<(), Failed> {
    let x = gpu.zeros::<u32>(1)?;
    let add = gpu.pipeline(ADD, "add", &[])?;
    refused(add.bind(&[&x]).map(drop), &["1", "2"])
}

fn a_kernel_with_bad_lengths_is_refused(gpu: &'static Gpu) -> Result<(), Failed> {
    let kernel = gpu.kernel("@compute @workgroup_size(1) fn main() {}", "main", 1)?;
    refused(kernel.run(&[&[0; 4]], &mut [0; 6], [1, 1, 1]), &["6 bytes"])?;
    // It still works.
    kernel.run(&[&[0; 4]], &mut [0; 8], [1, 1, 1])?;
    Ok(())
}

fn a_lost_device_says_so(_: &'static Gpu) -> Result<(), Failed> {
    let gpu = Options::from_environment().open()?;
    let (x, seen) = (gpu.buffer(&[1_u32; 64])?, gpu.zeros::<u32>(1)?);
    let add = gpu.pipeline(ADD, "add", &[])?.bind(&[&x, &seen])?;
    gpu.run(&[&[add.groups([1, 1, 1])]])?;
    gpu.destroy();
    refused(gpu.run(&[&[add.groups([1, 1, 1])]]), &["is lost"])?;
    refused(gpu.read::<u32>(&x), &["is lost", gpu.adapter_name()])?;
    refused(gpu.buffer(&[1_u32]).map(drop), &["is lost"])?;
    // Another one of the same adapter isn't.
    Options::from_environment().open()?.buffer(&[1_u32])?;
    Ok(())
}

/// Takes seconds anywhere, and ends: llvmpipe stops a loop after 65,535 turns.
fn a_long_shader_is_not_waited_for_longer_than_told(_: &'static Gpu) -> Result<(), Failed> {
    const LONG: &str = "
@group(0) @binding(0) var<storage, read_write> x: array<u32>;
@compute @workgroup_size(64) fn turn(@builtin(global_invocation_id) id: vec3<u32>) {
    var y = id.x;
    for (var k = 0u; k < 60000u; k += 1u) { y = y * 1664525u + 1013904223u + (y >> 7u); }
    x[id.x % 64u] = y;
}";
    let gpu = Options { patience: Duration::from_millis(1), ..Options::from_environment() }.open()?;
    let x = gpu.zeros::<u32>(64)?;
    let turn = gpu.pipeline(LONG, "turn", &[])?.bind(&[&x])?;
    let outcome: Result<Duration, GpuError> = gpu.run(&[&[turn.groups([1000, 1, 1])]]);
    refused(outcome, &["hasn't answered for 1ms", "loop"])?;
    // And nobody waits a second time.
    refused(gpu.read::<u32>(&x), &["hasn't answered"])
}

fn without_drivers_it_says_what_to_install() -> Result<(), Failed> {
    let nowhere = "/nonexistent/driver.json";
    let again = Command::new(std::env::current_exe()?)
        .env(WITHOUT_DRIVERS, "1")
        .env("VK_DRIVER_FILES", nowhere)
        .env("VK_ICD_FILENAMES", nowhere)
        .output()?;
    let said = String::from_utf8_lossy(&again.stdout);
    match again.status.success() && said.contains("no GPU adapter found") && said.contains("apt install") {
        true => Ok(()),
        false => Err(format!("{}: {said}", again.status).into()),
    }
}
