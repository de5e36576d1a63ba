//! A kernel, compiled for the host, and launches of it.

use crate::{
    findings::{Finding, Places, Watcher},
    trace::{ATOMIC, Access, BARRIER, READ, Trace, WRITE},
};
use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};
use tempfile::TempDir;
use variant::Unavailable;

const HEADER: &str = include_str!("host/cuda.h");
const PLAYER: &str = include_str!("host/run.cpp");

/// Threads of a warp.
const WARP: u16 = 32;

/// How the player ends if the system gives it no memory.
const NO_ROOM: i32 = 4;

/// Bytes of a transaction.
const TRANSACTION: u64 = 128;

/// The C++ compiler, if it can do what this crate asks of it.
///
/// # Errors
/// When there is none, or the system isn't one on which a kernel can be played.
pub fn compiler() -> Result<PathBuf, Unavailable> {
    static WORKS: OnceLock<bool> = OnceLock::new();
    let compiler = tools::cxx_compiler()?;
    let empty = "extern \"C\" __global__ void empty(float *x) { x[0] = 1; }";
    let works = *WORKS.get_or_init(|| {
        let kernel = Kernel::compile(&compiler, "empty.cu", empty, "empty", &["float *"]);
        let launch = Launch { grid: [1, 1, 1], block: [1, 1, 1], order: Order::Forward, only: None };
        kernel.is_ok_and(|kernel| {
            kernel.run(&launch, &[Argument::Array("x", &[0.0])]).is_ok_and(|run| run.arrays == [[1.0]])
        })
    });
    let missing = "this C++ compiler or this system can't play CUDA's threads: Linux and g++ or clang++ can";
    if works { Ok(compiler) } else { Err(Unavailable::new(missing)) }
}

/// A kernel that has been compiled.
#[derive(Debug)]
pub struct Kernel {
    /// Keeps the files.
    folder: TempDir,
    source: String,
}

/// In which order the threads of a block run, each until it has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From the first to the last.
    Forward,
    /// From the last to the first.
    Backward,
    /// In an order that is thrown anew after each wait, from this seed, which must be 2 or more.
    Thrown(u32),
}

/// How to start a grid.
#[derive(Clone, Copy, Debug)]
pub struct Launch<'a> {
    /// Blocks in each dimension.
    pub grid: [u32; 3],
    /// Threads of a block in each dimension; 1024 together at most.
    pub block: [u32; 3],
    /// Which thread runs when.
    pub order: Order,
    /// Only these blocks are played; all of them if there is no list.
    pub only: Option<&'a [u32]>,
}

/// What a kernel is called with.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// A `float`.
    F32(f32),
    /// A whole number of any width.
    Whole(u64),
    /// A pointer to these numbers, and what a message calls them.
    Array(&'a str, &'a [f32]),
    /// A pointer to as many zeros, of which only those touched take memory. Nothing of it is returned.
    Reserved(&'a str, u64),
}

/// What came of a launch.
#[derive(Debug)]
pub struct Run {
    /// What is wrong, each once, in the order in which it was found.
    pub findings: Vec<Finding>,
    /// The arrays at the end; empty if the launch didn't come to one.
    pub arrays: Vec<Vec<f32>>,
    /// All accesses to arrays, in their order.
    pub accesses: Vec<Access>,
    /// For each array, how often it was loaded from.
    pub loads: Vec<u64>,
    /// For each array, how many transactions its loads and stores take.
    pub transactions: Vec<u64>,
    /// Barriers that blocks met at, added up.
    pub barriers: u64,
}

impl Kernel {
    /// Compiles `source`, in which the kernel `name` takes `parameters`, types in C++. Messages call the file `file`.
    ///
    /// # Errors
    /// What the compiler says.
    pub fn compile(compiler: &Path, file: &str, source: &str, name: &str, parameters: &[&str]) -> Result<Self, String> {
        let told = |error| format!("the kernel can't be compiled here: {error}");
        let folder = tempfile::tempdir().map_err(told)?;
        let arguments: Vec<_> =
            parameters.iter().enumerate().map(|(i, of)| format!("*({of} *)&arguments[{i}]")).collect();
        // The call stands in the same file, so that it is compared with the kernel's parameters. A name that the
        // linker wants need not be the one in C.
        let kernel = format!(
            "#include <math.h>\n#include \"cuda.h\"\n#line 1 \"{file}\"\n{source}\n#line 1 \"the check\"\nvoid cuda_sim_call(uint64_t *arguments)\n{{\n    \
             {name}({});\n}}\n",
            arguments.join(", ")
        );
        for (name, text) in [("cuda.h", HEADER), ("run.cpp", PLAYER), ("kernel.cpp", &kernel)] {
            fs::write(folder.path().join(name), text).map_err(told)?;
        }
        let run = |arguments: &[&str]| {
            let mut command = Command::new(compiler);
            // As NVIDIA's compiler does unless it is asked not to, this one may fuse products and sums; but few
            // processors have that by default, and no check here may depend on it.
            command
                .current_dir(folder.path())
                .args(["-std=gnu++14", "-w", "-fno-pie", "-ffp-contract=off"])
                .args(arguments);
            let output = command.stdin(Stdio::null()).output().map_err(told)?;
            if output.status.success() {
                return Ok(());
            }
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        };
        run(&["-O1", "-g1", "-fsanitize=thread", "-fno-strict-aliasing", "-c", "kernel.cpp", "-o", "kernel.o"])?;
        run(&["-O0", "-no-pie", "run.cpp", "kernel.o", "-o", "run"])?;
        Ok(Self { folder, source: source.into() })
    }

    /// Plays a launch.
    ///
    /// # Errors
    /// A sentence, when the system ended it: it went where no array is without the compiler's knowing, or didn't end.
    ///
    /// # Panics
    /// When the launch has more than 1024 threads a block, more than 16 arguments, or more than eight arrays.
    pub fn run(&self, launch: &Launch, arguments: &[Argument]) -> Result<Run, String> {
        assert!((1..=1024).contains(&launch.block.iter().product::<u32>()), "a block has 1 to 1024 threads");
        let arrays: Vec<_> = arguments.iter().filter_map(Argument::array).collect();
        assert!(arrays.len() <= 8 && arguments.len() <= 16, "the player has places for 16 arguments, 8 of them arrays");
        let told = |error| format!("the kernel can't be run here: {error}");
        // Launches may be played at the same time.
        let files = tempfile::tempdir_in(self.folder.path()).map_err(told)?;
        let [asked, done] = ["asked", "done"].map(|name| files.path().join(name));
        fs::write(&asked, request(launch, arguments)).map_err(told)?;
        let mut command = Command::new(self.folder.path().join("run"));
        command.args([&asked, &done]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().map_err(told)?;
        if status.code() == Some(NO_ROOM) {
            return Err("the kernel can't be run here: the system gives no room for its arrays".into());
        }
        let trace = Trace::read(&fs::read(&done).unwrap_or_default(), arrays.len());
        let lines = |pcs: &[u32]| self.lines(pcs);
        let places = Places { arrays: &arrays, first: &trace.first, block: launch.block, grid: launch.grid };
        let watched = Watcher::new(places).watch(&trace.events, &self.source, &lines);
        if !trace.ended && watched.is_empty() {
            return Err(format!(
                "the kernel was ended by the system ({status}). A loop in it may have no end, or a pointer led nowhere."
            ));
        }
        Ok(Self::told(&trace, watched, arguments))
    }

    /// What the trace says.
    fn told(trace: &Trace, findings: Vec<Finding>, arguments: &[Argument]) -> Run {
        let arrays: Vec<_> = arguments.iter().filter_map(Argument::array).collect();
        let mut run = Run {
            findings,
            arrays: Vec::new(),
            accesses: Vec::new(),
            loads: vec![0; arrays.len()],
            transactions: vec![0; arrays.len()],
            barriers: trace.events.iter().filter(|event| event.kind == BARRIER).count() as u64,
        };
        // Lanes execute an instruction together: the first time that each comes there, the second, and so on.
        let mut times = HashMap::new();
        let mut touched = HashSet::new();
        for event in trace.events.iter().filter(|event| [READ, WRITE, ATOMIC].contains(&event.kind)) {
            let whose = (0..arrays.len()).find(|&a| {
                let first = trace.first[a];
                (first..first + 4 * arrays[a].1).contains(&event.address)
            });
            let Some(array) = whose else { continue };
            let (from, stores) = (event.address - trace.first[array], event.kind != READ);
            // Four neighbours may be one access.
            for element in from / 4..(from + u64::from(event.size)).div_ceil(4) {
                run.accesses.push(Access { array, at: element, stores, block: event.block, thread: event.thread });
                run.loads[array] += u64::from(!stores);
            }
            let time = times.entry((event.block, event.thread, event.pc, event.line)).or_insert(0_u32);
            *time += 1;
            let instruction = (event.block, event.thread / WARP, event.pc, event.line, *time);
            for part in from / TRANSACTION..=(from + u64::from(event.size) - 1) / TRANSACTION {
                run.transactions[array] += u64::from(touched.insert((instruction, array, part)));
            }
        }
        if trace.ended {
            let mut rest = &trace.contents[..];
            for argument in arguments {
                if let Argument::Array(_, numbers) = argument {
                    let (own, others) = rest.split_at(4 * numbers.len());
                    let (own, _) = own.as_chunks::<4>();
                    run.arrays.push(own.iter().copied().map(f32::from_ne_bytes).collect());
                    rest = others;
                }
            }
        }
        run
    }

    /// The lines of the kernel at these places of the program; 0 where it isn't known.
    fn lines(&self, pcs: &[u32]) -> Vec<u32> {
        let mut command = Command::new("addr2line");
        command.arg("-e").arg(self.folder.path().join("run")).args(pcs.iter().map(|pc| format!("{pc:#x}")));
        let told = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
        let told = told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        // Such as `/somewhere/saxpy.cu:3 (discriminator 2)`.
        let line = |text: &str| text.rsplit_once(':')?.1.split(' ').next()?.parse().ok();
        let mut lines: Vec<u32> = told.lines().map(|text| line(text).unwrap_or(0)).collect();
        lines.resize(pcs.len(), 0);
        lines
    }
}

impl<'a> Argument<'a> {
    /// Of an array, its name and how many elements it has.
    fn array(&self) -> Option<(&'a str, u64)> {
        match *self {
            Argument::Array(name, numbers) => Some((name, numbers.len() as u64)),
            Argument::Reserved(name, n) => Some((name, n)),
            Argument::F32(_) | Argument::Whole(_) => None,
        }
    }
}

/// What `main` in `host/run.cpp` reads.
fn request(launch: &Launch, arguments: &[Argument]) -> Vec<u8> {
    let mut request = Vec::new();
    let number = |request: &mut Vec<u8>, number: u64| request.extend(number.to_ne_bytes());
    for side in launch.grid.into_iter().chain(launch.block) {
        number(&mut request, side.into());
    }
    let order = match launch.order {
        Order::Forward => 0,
        Order::Backward => 1,
        Order::Thrown(seed) => seed.max(2),
    };
    number(&mut request, order.into());
    let all = || (0..launch.grid.iter().product()).collect();
    let blocks: Vec<u32> = launch.only.map_or_else(all, <[u32]>::to_vec);
    number(&mut request, blocks.len() as u64);
    for block in blocks {
        number(&mut request, block.into());
    }
    number(&mut request, arguments.len() as u64);
    for argument in arguments {
        match *argument {
            Argument::F32(value) => {
                number(&mut request, 0);
                number(&mut request, value.to_bits().into());
            }
            Argument::Whole(value) => {
                number(&mut request, 0);
                number(&mut request, value);
            }
            Argument::Array(_, numbers) => {
                number(&mut request, 1);
                number(&mut request, 4 * numbers.len() as u64);
                number(&mut request, 4 * numbers.len() as u64);
                request.extend(numbers.iter().flat_map(|number| number.to_ne_bytes()));
            }
            Argument::Reserved(_, n) => {
                number(&mut request, 1);
                number(&mut request, 4 * n);
                number(&mut request, 0);
            }
        }
    }
    request
}
