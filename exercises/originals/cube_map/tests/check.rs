//! Compiles the kernel, has CubeCL write its WGSL, and runs that in a simulator, unit by unit: no adapter is needed.

use cube_map::KERNEL;
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Access, Buffer, Dispatch, Drawn, Fault, Finding, Order, Program, Report, Shader};
use std::{path::Path, process::ExitCode, sync::OnceLock, time::Duration};
use witness::{deadline, harness};

const FILE: &str = "saxpy.rs";
const LIMIT: Duration = Duration::from_secs(90);

/// Binding of `y`, as CubeCL counts the arguments.
const Y: u32 = 1;

/// Has the kernel written down as each of [`WRITTEN`] says: with this type, in cubes of so many units, for so many
/// numbers each. A line of its own stands before each.
const MAIN: &str = r#"
#[path = "saxpy.rs"]
mod answer;

use cubecl::prelude::{CubeCount, CubeDim};
use devices::written::{nowhere, properties, target, wgsl};

macro_rules! print {
    ($type:ty, $a:expr, $units:expr, $each:expr) => {{
        let (one, cube) = (CubeCount::Static(1, 1, 1), CubeDim::new_1d($units));
        let (x, y) = (nowhere(), nowhere());
        let kernel =
            answer::saxpy::create_dummy_kernel::<$type>(properties(), target(), one, cube, $a, x, y, $each);
        match wgsl(kernel) {
            Ok(text) => println!("// written\n{text}"),
            Err(told) => {
                eprintln!("{told}");
                std::process::exit(1);
            }
        }
    }};
}

fn main() {
    print!(f32, 2.5, 32, 1);
    print!(f32, 2.5, 32, 4);
    print!(i32, 3, 8, 3);
}
"#;

/// A kernel as it was written down.
struct Written {
    /// Whether its numbers are `f32`; otherwise they are `i32`.
    float: bool,
    /// Units of a cube.
    cube: usize,
    /// Numbers that each unit does.
    each: usize,
    /// Cubes, and numbers: what it is started for.
    starts: &'static [(usize, usize)],
}

/// In the order of [`MAIN`].
const WRITTEN: [Written; 3] = [
    Written { float: true, cube: 32, each: 1, starts: &[(2, 64), (2, 40), (1, 1), (1, 0)] },
    Written { float: true, cube: 32, each: 4, starts: &[(1, 128), (2, 256), (2, 250), (2, 130), (2, 3), (2, 0)] },
    Written { float: false, cube: 8, each: 3, starts: &[(1, 24), (2, 48), (2, 47), (3, 50), (2, 5)] },
];

/// Past the end of `y` lies other data.
const SPARE: usize = 512;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        // Without a deadline: a compiler comes to an end.
        trials::with_tool("the_kernel_is_written_down", "cubecl", cube_wgsl::library, |library| {
            kernels(library).map(drop)
        }),
        trial("every_number_is_added_once", every_number_is_added_once),
        trial("nothing_past_the_end", nothing_past_the_end),
        trial("neighbours_do_neighbours", neighbours_do_neighbours),
        trial("no_loop_is_left", no_loop_is_left),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test of each kernel and start, which is ended if it doesn't end.
fn trial(name: &'static str, test: fn(&Written, &Kernel) -> Result<(), Failed>) -> Trial {
    trials::with_tool(name, "cubecl", cube_wgsl::library, move |library| {
        let kernels = kernels(library)?;
        let all = move || WRITTEN.iter().zip(kernels).try_for_each(|(written, kernel)| test(written, kernel));
        deadline(name, "what ends the loop in your kernel", LIMIT, all)
    })
}

/// The learner's kernel in WGSL, and ready to run.
struct Kernel {
    wgsl: String,
    program: Program,
}

/// Once compiled for all tests.
fn kernels(library: &Path) -> Result<&'static [Kernel], Failed> {
    static KERNELS: OnceLock<Result<Vec<Kernel>, String>> = OnceLock::new();
    let kernels = KERNELS.get_or_init(|| {
        let text = cube_wgsl::printed(library, FILE, KERNEL, MAIN)
            .map_err(|told| format!("src/{FILE} does not become a kernel.\n{told}"))?;
        text.split("// written\n").skip(1).map(kernel).collect()
    });
    kernels.as_deref().map_err(|told| told.as_str().into())
}

fn kernel(wgsl: &str) -> Result<Kernel, String> {
    let shader = Shader::parse(wgsl, "what CubeCL wrote").map_err(|error| format!("{error}\n{wgsl}"))?;
    let entry = wgsl.split_once("\nfn ").and_then(|(_, after)| after.split_once('('));
    let (entry, _) = entry.ok_or_else(|| format!("CubeCL wrote no function:\n{wgsl}"))?;
    let program = shader.program(entry, &[]).map_err(|error| format!("{error}\n{wgsl}"))?;
    Ok(Kernel { wgsl: wgsl.to_owned(), program })
}

fn x(i: usize) -> i32 {
    2 * (i as i32 % 97 + 1)
}

fn y(i: usize) -> i32 {
    1000 + i as i32
}

/// In [`MAIN`]'s `a`, times two.
fn sum(float: bool, i: usize) -> i32 {
    (if float { 5 } else { 6 }) * (x(i) / 2) + y(i)
}

impl Written {
    fn words(&self, numbers: impl Iterator<Item = i32>) -> Vec<u32> {
        numbers.map(|number| if self.float { (number as f32).to_bits() } else { number as u32 }).collect()
    }

    fn number(&self, bits: u32) -> f64 {
        if self.float { f32::from_bits(bits).into() } else { f64::from(bits as i32) }
    }

    /// Starts the kernel: what lies in `y` and behind it, what was found, and who stored where.
    fn run(&self, kernel: &Kernel, cubes: usize, n: usize) -> Result<(Vec<u32>, Report), Failed> {
        let a = if self.float { 2.5_f32.to_bits() } else { 3 };
        // The arguments that are no slices, then the lengths of those that are.
        let told = [a, 0, n as u32, n as u32];
        let buffers = [self.words((0..n.max(1)).map(x)), self.words((0..n + SPARE).map(y)), told.into()];
        let mut buffers: Vec<_> = (0..).zip(&buffers).map(|(binding, words)| Buffer::new(binding, words)).collect();
        buffers[Y as usize] = buffers[Y as usize].clone().only(n as u32);
        let mut dispatch = Dispatch::new([cubes as u32, 1, 1]).order(Order::Lockstep);
        // Loads and stores of every number, and as many again.
        dispatch.record = 8 * (cubes * self.cube * self.each + n);
        dispatch.steps = 100_000;
        let report = kernel.program.run(&mut buffers, &dispatch)?;
        Ok((buffers[Y as usize].to_vec(), report))
    }

    /// What the kernel was started for, in words.
    fn told(&self, cubes: usize, n: usize) -> String {
        let (units, each) = (cubes * self.cube, self.each);
        format!("{n} numbers, {units} units in {cubes} cubes, each = {each}")
    }
}

/// The stores in `y`.
fn stores<'a>(kernel: &Kernel, report: &'a Report) -> impl Iterator<Item = &'a Drawn> {
    let y = kernel.program.name_at(Y).unwrap_or_default().to_owned();
    report.accesses.iter().filter(move |drawn| drawn.access == Access::Write && drawn.variable == y)
}

fn every_number_is_added_once(written: &Written, kernel: &Kernel) -> Result<(), Failed> {
    for &(cubes, n) in written.starts {
        let (got, report) = written.run(kernel, cubes, n)?;
        let start = written.told(cubes, n);
        if let Some(finding) = report.findings.iter().find(|finding| matches!(finding.fault, Fault::NeverEnds { .. })) {
            return Err(format!("{start}: unit {} goes on and on", finding.invocation.global[0]).into());
        }
        for (i, &got) in got.iter().enumerate().take(n) {
            let of_it: Vec<_> = stores(kernel, &report).filter(|drawn| drawn.word as usize == i).collect();
            let want = f64::from(sum(written.float, i));
            let told = match of_it[..] {
                [] => format!("number {i} was never added. A unit does `each` numbers, as long as there are some."),
                [only] if written.number(got) == want => {
                    let _ = only;
                    continue;
                }
                [only] => format!(
                    "number {i}: expected {want}, got {} from unit {}",
                    written.number(got),
                    only.invocation.global[0]
                ),
                [first, second, ..] => format!(
                    "number {i} was stored twice, by units {} and {}. Each number is one unit's.",
                    first.invocation.global[0], second.invocation.global[0]
                ),
            };
            return Err(format!("{start}: {told}").into());
        }
    }
    Ok(())
}

fn nothing_past_the_end(written: &Written, kernel: &Kernel) -> Result<(), Failed> {
    for &(cubes, n) in written.starts {
        let (_, report) = written.run(kernel, cubes, n)?;
        let past = |finding: &&Finding| matches!(finding.fault, Fault::NotYours { .. } | Fault::PastTheEnd { .. });
        if let Some(finding) = report.findings.iter().find(past) {
            let does = match finding.fault {
                Fault::PastTheEnd { access: Access::Read, index, .. } => format!("loads x[{index}]"),
                Fault::PastTheEnd { index, .. } => format!("stores y[{index}]"),
                _ => match stores(kernel, &report).find(|drawn| drawn.word as usize >= n) {
                    Some(drawn) => format!("stores y[{}]", drawn.word),
                    None => "stores past the end".into(),
                },
            };
            return Err(format!(
                "{}: unit {} {does}. CubeCL checks no index: compare with y.len() before each number, also the first.",
                written.told(cubes, n),
                finding.invocation.global[0],
            )
            .into());
        }
    }
    Ok(())
}

fn neighbours_do_neighbours(written: &Written, kernel: &Kernel) -> Result<(), Failed> {
    for &(cubes, n) in written.starts {
        let (_, report) = written.run(kernel, cubes, n)?;
        let units = (cubes * written.cube) as u32;
        if let Some(drawn) = stores(kernel, &report).find(|drawn| drawn.word % units != drawn.invocation.global[0]) {
            return Err(format!(
                "{}: number {} was done by unit {}; it is unit {}'s. In each step neighbouring units should do \
                 neighbouring numbers, which one access to memory can serve.",
                written.told(cubes, n),
                drawn.word,
                drawn.invocation.global[0],
                drawn.word % units
            )
            .into());
        }
    }
    Ok(())
}

fn no_loop_is_left(written: &Written, kernel: &Kernel) -> Result<(), Failed> {
    let words =
        |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "loop" | "for" | "while"));
    match kernel.wgsl.lines().find(|line| words(line)) {
        None => Ok(()),
        Some(line) => Err(format!(
            "each = {}: the WGSL of your kernel has a loop, {:?}. How often it runs is known when the kernel is written \
             down: have it written out.",
            written.each,
            line.trim()
        )
        .into()),
    }
}
