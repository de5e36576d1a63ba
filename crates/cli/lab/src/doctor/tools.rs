//! The tools that the workbook can use, and how to install each.

use super::ask::{ask, first_line};
use serde::Serialize;
use std::{borrow::Cow, fs, path::Path, thread};

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
    pub install: Cow<'static, str>,
}

/// Looks for everything at once: some tools take their time to answer.
pub fn tools() -> Vec<Tool> {
    let looks: [fn() -> Tool; 14] =
        [rust, cuda, opencl, mpi, evcxr, jupyter, wasm, python, r, c_compiler, cxx_compiler, perf, valgrind, cluster];
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
        install: "https://rustup.rs".into(),
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
    Tool { name: "CUDA", purpose: "NVIDIA cards", found, install: "an NVIDIA card and its driver".into() }
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
        install:
            "a driver; on Debian or Ubuntu, for the processor: sudo apt install pocl-opencl-icd ocl-icd-opencl-dev"
                .into(),
    }
}

fn mpi() -> Tool {
    // Without the compiler, or with another MPI's, what is there is of no use.
    let compiler = ranks::find().map(|mpi| (mpi, mpi.compiler()));
    let (found, install) = match compiler {
        Ok((mpi, Ok(compiler))) => {
            (Some(format!("{} {}, {}", mpi.kind.name(), mpi.version, compiler.display())), ranks::INSTALL.into())
        }
        Ok((_, Err(reason))) => (None, reason.to_string().into()),
        Err(_) => (None, ranks::INSTALL.into()),
    };
    Tool { name: "MPI", purpose: "ranks that pass messages", found, install }
}

fn evcxr() -> Tool {
    Tool {
        name: "evcxr",
        purpose: "the prompt, cargo lab repl",
        found: first_line("evcxr", &["--version"]),
        install: "cargo install --locked evcxr_repl".into(),
    }
}

fn jupyter() -> Tool {
    Tool {
        name: "evcxr in Jupyter",
        purpose: "notebooks",
        found: first_line("evcxr_jupyter", &["--version"]),
        install: "cargo install --locked evcxr_jupyter, then evcxr_jupyter --install".into(),
    }
}

fn wasm() -> Tool {
    let folder = ask("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    Tool {
        name: "wasm",
        purpose: "an exercise in WebAssembly; rebuilding the browser demo, which comes built",
        found: folder.filter(|folder| Path::new(folder).is_dir()).map(|_| "wasm32-unknown-unknown".into()),
        install: "rustup target add wasm32-unknown-unknown".into(),
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
        install: "https://www.python.org, then pip install numpy numba".into(),
    }
}

fn c_compiler() -> Tool {
    Tool {
        name: "C compiler",
        purpose: "programs in two languages",
        found: first_line("cc", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install gcc libc6-dev; macOS: xcode-select --install".into(),
    }
}

fn cxx_compiler() -> Tool {
    Tool {
        name: "C++ compiler",
        purpose: "exercises in CUDA, judged without a card",
        found: first_line("c++", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install g++; macOS: xcode-select --install".into(),
    }
}

fn r() -> Tool {
    Tool {
        name: "R",
        purpose: "a child in another language",
        found: first_line("Rscript", &["-e", "cat(R.version.string)"]),
        install: "https://www.r-project.org; Debian or Ubuntu: sudo apt install r-base-core".into(),
    }
}

fn perf() -> Tool {
    Tool {
        name: "perf",
        purpose: "profiles, and counters where the machine has them, on Linux",
        found: first_line("perf", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install linux-perf, or linux-tools-generic".into(),
    }
}

fn valgrind() -> Tool {
    Tool {
        name: "valgrind",
        purpose: "counting instructions and cache misses, cargo lab count",
        found: first_line("valgrind", &["--version"]),
        install: "Debian or Ubuntu: sudo apt install valgrind".into(),
    }
}

fn cluster() -> Tool {
    Tool {
        name: "cluster",
        purpose: "make-believe hosts, cargo lab cluster",
        found: cluster::found().ok().map(|ip| format!("network namespaces, {}", ip.display())),
        install: "Linux and root; Debian or Ubuntu: sudo apt install iproute2, then sudo target/debug/lab cluster up 4"
            .into(),
    }
}
