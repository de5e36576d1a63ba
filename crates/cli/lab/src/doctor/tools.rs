//! The tools that the workbook can use, and how to install each.

use super::ask::{ask, first_line};
use serde::Serialize;
use std::{fs, path::Path, thread};

/// Something the workbook can use.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// What people call it.
    pub name: &'static str,
    /// What it is for in this workbook.
    pub purpose: &'static str,
    /// What was found, such as a version; nothing where nothing was.
    pub found: Option<String>,
    /// How to get it.
    pub install: &'static str,
}

/// Looks for everything at once: some tools take their time to answer.
pub fn tools() -> Vec<Tool> {
    let looks: [fn() -> Tool; 10] = [rust, cuda, opencl, mpi, evcxr, jupyter, wasm, python, c_compiler, perf];
    thread::scope(|scope| {
        let looks = looks.map(|look| scope.spawn(look));
        looks.into_iter().filter_map(|look| look.join().ok()).collect()
    })
}

fn rust() -> Tool {
    Tool {
        name: "Rust",
        purpose: "everything",
        found: first_line("rustc", &["--version"]),
        install: "https://rustup.rs",
    }
}

fn cuda() -> Tool {
    // The driver answers for the cards; the toolkit, if it is there, for the compiler.
    let cards = ask("nvidia-smi", &["--query-gpu=name,driver_version", "--format=csv,noheader"]);
    let found = cards.map(|cards| {
        let cards = cards.lines().map(|card| card.replacen(", ", ", driver ", 1)).collect::<Vec<_>>().join("; ");
        let compiler = ask("nvcc", &["--version"])
            .and_then(|text| Some(text.split_once("release ")?.1.split_once(',')?.0.to_owned()));
        compiler.map_or(cards.clone(), |version| format!("{cards}, nvcc {version}"))
    });
    Tool { name: "CUDA", purpose: "NVIDIA cards", found, install: "an NVIDIA card and its driver" }
}

fn opencl() -> Tool {
    // Each driver leaves a small file in this folder, where the loader looks for it.
    let drivers: Vec<_> = fs::read_dir("/etc/OpenCL/vendors")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".icd").map(String::from))
        .collect();
    let found = if cfg!(target_os = "macos") {
        Path::new("/System/Library/Frameworks/OpenCL.framework").exists().then(|| "the system's own".into())
    } else {
        (!drivers.is_empty()).then(|| drivers.join(", "))
    };
    Tool {
        name: "OpenCL",
        purpose: "cards and processors of any make",
        found,
        install: "a driver; on Debian or Ubuntu, for the processor: sudo apt install pocl-opencl-icd ocl-icd-opencl-dev",
    }
}

fn mpi() -> Tool {
    Tool {
        name: "MPI",
        purpose: "ranks that pass messages",
        found: first_line("mpirun", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install openmpi-bin libopenmpi-dev; macOS: brew install open-mpi",
    }
}

fn evcxr() -> Tool {
    Tool {
        name: "evcxr",
        purpose: "the prompt, cargo lab repl",
        found: first_line("evcxr", &["--version"]),
        install: "cargo install --locked evcxr_repl",
    }
}

fn jupyter() -> Tool {
    Tool {
        name: "evcxr in Jupyter",
        purpose: "notebooks",
        found: first_line("evcxr_jupyter", &["--version"]),
        install: "cargo install --locked evcxr_jupyter, then evcxr_jupyter --install",
    }
}

fn wasm() -> Tool {
    let folder = ask("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    Tool {
        name: "wasm",
        purpose: "rebuilding the browser demo, which comes built",
        found: folder.filter(|folder| Path::new(folder).is_dir()).map(|_| "wasm32-unknown-unknown".into()),
        install: "rustup target add wasm32-unknown-unknown",
    }
}

fn python() -> Tool {
    // `importlib.metadata` tells versions without loading the packages, which takes seconds.
    const VERSIONS: &str = "
import sys, importlib.metadata as m
found = ['Python ' + sys.version.split()[0]]
for name, package in [('NumPy', 'numpy'), ('Numba', 'numba')]:
    try: found.append(name + ' ' + m.version(package))
    except m.PackageNotFoundError: found.append('no ' + name)
print(', '.join(found))";
    let found = first_line("python3", &["-c", VERSIONS]).or_else(|| first_line("python", &["-c", VERSIONS]));
    Tool {
        name: "Python",
        purpose: "the programs that ours are compared with",
        found,
        install: "https://www.python.org, then pip install numpy numba",
    }
}

fn c_compiler() -> Tool {
    Tool {
        name: "C compiler",
        purpose: "programs in two languages",
        found: first_line("cc", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install gcc libc6-dev; macOS: xcode-select --install",
    }
}

fn perf() -> Tool {
    Tool {
        name: "perf",
        purpose: "profiles, on Linux",
        found: first_line("perf", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install linux-perf, or linux-tools-generic",
    }
}
