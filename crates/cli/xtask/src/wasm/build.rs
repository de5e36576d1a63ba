//! The recipe: compiler flags, then the JavaScript glue, then the stamp.

use super::committed;
use super::stamp::{self, Stamp};
use crate::root;
use anyhow::{Context, Result, anyhow, bail, ensure};
use cargo_metadata::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const TARGET: &str = "wasm32-unknown-unknown";

/// A module, in a folder of its own.
struct Module {
    name: &'static str,
    /// The crate, in its room, that it is made of.
    room: &'static str,
    package: &'static str,
    /// Flags for the compiler, beyond those that both modules have.
    flags: &'static [&'static str],
}

const MODULES: [Module; 3] = [
    Module { name: "plain", room: "book", package: "browser", flags: &["-Ctarget-feature=+simd128"] },
    Module {
        name: "shared",
        room: "book",
        package: "browser",
        flags: &[
            "-Ctarget-feature=+simd128,+atomics,+bulk-memory",
            // Every thread is an instance of the module, and all import one memory, made by the page. A shared memory
            // must say how large it may grow: 256 MiB hold 16 threads' stacks of 2 MiB, and pictures.
            "-Clink-arg=--shared-memory",
            "-Clink-arg=--import-memory",
            "-Clink-arg=--max-memory=268435456",
            // What wasm-bindgen needs to give each thread a stack and thread-local variables.
            "-Clink-arg=--export=__heap_base",
            "-Clink-arg=--export=__wasm_init_tls",
            "-Clink-arg=--export=__tls_size",
            "-Clink-arg=--export=__tls_align",
            "-Clink-arg=--export=__tls_base",
        ],
    },
    Module { name: "shaders", room: "judges", package: "shader_playground", flags: &[] },
];

/// Builds all modules into `src/wasm` and stamps them.
pub fn run() -> Result<()> {
    let toolchain = Toolchain::find()?;
    println!("compiling with {}", toolchain.version);
    let mut stamp = Stamp {
        rustc: toolchain.version.clone(),
        packages: BTreeSet::new(),
        sources: BTreeMap::new(),
        outputs: BTreeMap::new(),
    };
    let manifests = MODULES.iter().map(|module| format!("crates/{}/{}/Cargo.toml", module.room, module.package));
    for path in manifests.chain(["crates/cli/xtask/src/wasm/build.rs".to_owned()]) {
        let hash = stamp::source(&path)?;
        stamp.sources.insert(path, hash);
    }
    let dir = committed();
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    for module in &MODULES {
        let wasm = compile(module, &toolchain, &mut stamp)?;
        let out = dir.join(module.name);
        wasm_bindgen_cli_support::Bindgen::new()
            .input_path(&wasm)
            .out_name(module.package)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&out)
            .with_context(|| format!("making the glue for {}", wasm.display()))?;
        modernise(&out)?;
        stamp_outputs(&out, &mut stamp)?;
    }
    let text = format!("# Written by `cargo xtask wasm`: what these files were made of.\n{}", toml::to_string(&stamp)?);
    fs::write(dir.join(stamp::FILE), text)?;
    for path in stamp.outputs.keys() {
        println!("{:>8} bytes  {path}", fs::metadata(root().join(path))?.len());
    }
    Ok(())
}

/// wasm-bindgen-rayon 1.3 starts each thread with a call whose form has since changed, and the glue complains of it in
/// the reader's console. Puts the call in its new form.
fn modernise(dir: &Path) -> Result<()> {
    const OLD: &str = "pkg.default(data.module, data.memory)";
    const NEW: &str = "pkg.default({ module_or_path: data.module, memory: data.memory })";
    let snippets = dir.join("snippets");
    if !snippets.exists() {
        return Ok(());
    }
    for folder in fs::read_dir(snippets)? {
        let file = folder?.path().join("src/workerHelpers.no-bundler.js");
        let text = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
        ensure!(text.contains(OLD), "{} has changed: is this step still needed?", file.display());
        fs::write(&file, text.replace(OLD, NEW))?;
    }
    Ok(())
}

/// Compiles the module's crate; gives the path of the module, as the linker left it.
fn compile(module: &Module, toolchain: &Toolchain, stamp: &mut Stamp) -> Result<PathBuf> {
    // A panic ends the module at once and prints nothing: a browser wouldn't show it. That leaves out half of the
    // bytes, among them every file's name and line, so that they are the same wherever the repository lies.
    let flags = [&["-Zunstable-options", "-Cpanic=immediate-abort"], module.flags].concat();
    let mut cargo = Command::new(env!("CARGO"))
        .args(["rustc", "--package", module.package, "--lib", "--crate-type", "cdylib", "--release", "--locked"])
        .args([
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=",
            "--message-format=json-render-diagnostics",
        ])
        .args(["--target-dir", &format!("target/wasm/{}", module.name)])
        .current_dir(root())
        .env("RUSTC", &toolchain.rustc)
        // `-Z` flags on a stable compiler: the standard library is rebuilt with the flags above.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &toolchain.linker)
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .stdout(Stdio::piped())
        .spawn()?;
    let locked = stamp::locked()?;
    let mut wasm = None;
    for message in Message::parse_stream(BufReader::new(cargo.stdout.take().expect("piped above"))) {
        let Message::CompilerArtifact(artifact) = message? else { continue };
        let made = artifact.filenames.iter().find(|file| file.extension() == Some("wasm"));
        if let Some(file) = made.filter(|_| artifact.target.name == module.package) {
            wasm = Some(file.clone().into_std_path_buf());
        }
        // Package ids read `registry+https://…#name@version`. The standard library's own are pinned by the compiler.
        let package = artifact.package_id.repr.split_once('#').map(|(_, package)| package.replace('@', " "));
        let for_target = artifact.filenames.iter().any(|file| file.as_str().contains(TARGET));
        stamp.packages.extend(package.filter(|package| for_target && locked.contains(package)));
    }
    ensure!(cargo.wait()?.success(), "the {} module does not compile", module.name);
    let wasm = wasm.context("cargo made no WebAssembly")?;
    stamp_sources(&wasm.with_extension("d"), stamp)?;
    Ok(wasm)
}

/// Stamps the files that cargo lists in `dep_info` as having gone into the module.
fn stamp_sources(dep_info: &Path, stamp: &mut Stamp) -> Result<()> {
    let text = fs::read_to_string(dep_info).with_context(|| format!("can't read {}", dep_info.display()))?;
    let (_, list) = text.split_once(": ").with_context(|| format!("{} lists nothing", dep_info.display()))?;
    // Spaces inside a path are escaped; those between paths are not.
    for path in list.trim().replace("\\ ", "\0").split(' ') {
        let path = relative(Path::new(&path.replace('\0', " ")))?;
        let hash = stamp::source(&path)?;
        stamp.sources.insert(path, hash);
    }
    Ok(())
}

fn stamp_outputs(dir: &Path, stamp: &mut Stamp) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            stamp_outputs(&path, stamp)?;
        } else {
            let path = relative(&path)?;
            let hash = stamp::output(&path)?;
            stamp.outputs.insert(path, hash);
        }
    }
    Ok(())
}

fn relative(path: &Path) -> Result<String> {
    let inside = path.strip_prefix(root()).with_context(|| format!("{} lies outside", path.display()))?;
    let parts: Option<Vec<_>> = inside.iter().map(|part| part.to_str()).collect();
    Ok(parts.context("a path that is not Unicode")?.join("/"))
}

/// A compiler that can rebuild the standard library for the target.
struct Toolchain {
    rustc: PathBuf,
    linker: PathBuf,
    version: String,
}

impl Toolchain {
    /// The compiler in `RUSTC`, or the one on the path, or a distribution's in `/usr/bin`: the first that has the
    /// standard library's sources.
    fn find() -> Result<Self> {
        let named = std::env::var_os("RUSTC").map(PathBuf::from);
        let candidates: Vec<PathBuf> = named.into_iter().chain(["rustc".into(), "/usr/bin/rustc".into()]).collect();
        let (rustc, _) = candidates
            .iter()
            .filter_map(|rustc| Some((rustc.clone(), PathBuf::from(ask(rustc, &["--print", "sysroot"]).ok()?))))
            .find(|(_, sysroot)| sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").exists())
            .ok_or_else(|| {
                anyhow!(
                    "no compiler here has the standard library's sources: `rustup component add rust-src`, \
                     or Debian's packages rustc-web and rust-web-src"
                )
            })?;
        // A distribution's compiler may come without LLVM's linker; rustup's always has it.
        let linker = candidates
            .iter()
            .filter_map(|rustc| linker_of(rustc).ok())
            .find(|linker| linker.exists())
            .context("no rust-lld beside any compiler: `rustup toolchain install stable`")?;
        let version = ask(&rustc, &["--version"])?;
        Ok(Self { rustc, linker, version })
    }
}

fn linker_of(rustc: &Path) -> Result<PathBuf> {
    Ok(PathBuf::from(ask(rustc, &["--print", "target-libdir"])?)
        .with_file_name("bin")
        .join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX)))
}

fn ask(rustc: &Path, question: &[&str]) -> Result<String> {
    let answer = Command::new(rustc).args(question).stderr(Stdio::null()).output()?;
    if !answer.status.success() {
        bail!("{} does not answer", rustc.display());
    }
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}
