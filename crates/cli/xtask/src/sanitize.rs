//! `cargo xtask sanitize [NAME…]`: what tests can't see.
//!
//! | tool | sees | watches |
//! |---|---|---|
//! | ThreadSanitizer | two accesses that race, even when the answer came out right | crates that start threads, and reference answers that do |
//! | AddressSanitizer | accesses to memory that isn't there | the borders to C, from both sides |
//! | Miri | undefined behaviour, since it interprets the program | crates with `unsafe` |
//!
//! Each runs where the toolchain has it, and is told as skipped, with the reason, where it hasn't.
//! `LAB_REQUIRE=tsan,asan,miri` turns each absence into a failure. A test reads the crates' sources, and holds the two
//! lists of crates complete; which answers are watched, their exercises say.

use crate::{
    root,
    verify::{
        exercise::{self, Exercise},
        lay_out,
    },
};
use anyhow::{Context, Error, Result, bail, ensure};
use cargo_metadata::Message;
use judge::sanitizer::Sanitizer;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// What to watch.
#[derive(clap::Args)]
pub struct Args {
    /// Only these crates and answers, of those that one of the tools is meant for
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// What becomes of a crate that a tool may be meant for.
#[derive(Clone, Copy)]
enum Watch {
    /// Its tests are watched, with these arguments of cargo's.
    Tests(&'static [&'static str]),
    /// Those of another crate that is watched go through it.
    With(&'static str),
    /// Nothing, for this reason.
    Left(&'static str),
}
use Watch::{Left, Tests, With};

const ALL: Watch = Tests(&["--lib", "--tests"]);
const MESSAGES: Watch = Left("no subject of its: a thread that waits for a process, a file or a reader, and sends");

/// Every crate that starts threads.
const THREADS: &[(&str, Watch)] = &[
    ("allocations", Left("one thread, in a test, that is joined at once")),
    ("bfs", With("lineup")),
    ("browser", Left("its threads are those of WebAssembly")),
    ("cluster", MESSAGES),
    ("great_circle", With("lineup")),
    ("guard", MESSAGES),
    ("heat", With("lineup")),
    ("judge", MESSAGES),
    ("lab", MESSAGES),
    // Every variant of every kernel, but for the graphics library and other processes. Two workers that race do so
    // among seven, too; and seven race as well as 64. OpenBLAS brings threads that weren't built to be watched: of what
    // puts them in an order, nothing is seen.
    ("lineup", Tests(&["--no-default-features", "--test", "parity", "--", "7_workers", "--skip", "openblas"])),
    ("loom_std", Left("loom plays all threads on one, and switches stacks, which the sanitizer can't follow")),
    ("mandelbrot", With("lineup")),
    ("matmul", With("lineup")),
    ("meanwhile", MESSAGES),
    ("mpi_sim", ALL),
    ("pagerank", With("lineup")),
    ("pi", With("lineup")),
    ("pools", ALL),
    ("ranks", MESSAGES),
    ("scan", With("lineup")),
    ("shortcut", With("lineup")),
    ("sort", With("lineup")),
    ("steps_algorithms", ALL),
    ("steps_dataflow", Left("its threads are the engine's, and only one program of it uses any itself, to time rayon")),
    ("steps_distributed", Tests(&["--lib", "--test", "answers"])),
    // A test that waits for a deadlock to be named waits long: the sanitizer's own thread never rests.
    ("steps_pools", Tests(&["--lib", "--tests", "--", "--skip", "waits_for_ever"])),
    ("steps_processes", Left("other processes do the work, and those the sanitizer doesn't see")),
    ("steps_shared", Tests(&["--test", "answers"])),
    ("steps_subprocesses", Left("other processes do the work, and those the sanitizer doesn't see")),
    ("steps_threads", ALL),
    ("trace", Tests(&["--lib", "--features", "on"])),
    ("witness", Left("its threads hang on purpose, and it asks the system which of them wait")),
    ("xtask", MESSAGES),
];

/// Every crate with `unsafe` in it.
const UNSAFE: &[(&str, Watch)] = &[
    ("allocations", ALL),
    ("bfs", Tests(&["--lib", "claim"])),
    ("cluster", Left("it asks the kernel for devices, which takes root")),
    ("cuda_sim", Left("it calls NVIDIA's compiler, a library")),
    ("given_fib", Left("all of it calls C")),
    ("globe", Tests(&["--lib", "--test", "abi"])),
    ("gpu", Left("it sets a variable before there are threads; all else needs a driver")),
    ("great_circle", Left("it calls functions compiled for another processor, and maps files")),
    ("guard", Left("signals, processes and the unwinder of the system")),
    ("heat", Left("it calls functions compiled for another processor, and maps files")),
    ("instruction_set", Left("it calls functions compiled for another processor")),
    ("loom_std", Left("loom switches stacks by assembly")),
    ("mandelbrot", Left("it calls functions compiled for another processor, and maps files")),
    ("matmul", Left("it calls functions compiled for another processor, and a library's kernels in assembly")),
    ("pi", Left("it maps memory that processes share")),
    ("pools", Left("it calls a function by its place in the executable, in another process")),
    ("preemption", ALL),
    ("saving", Left("it maps a file")),
    ("scan", Left("it stores by an instruction that Miri doesn't play, and maps files")),
    ("shared", Left("it maps files that processes share")),
    ("shortcut", Left("it calls functions compiled for another processor")),
    ("steps_native", Left("all of it calls C")),
    ("steps_processes", Left("it maps memory that processes share, and forks")),
    // Without any, but with orderings: Miri also plays what weaker processors may do.
    ("steps_shared", Tests(&["--test", "answers"])),
    ("steps_simd", Left("it calls functions compiled for another processor, and intrinsics")),
    ("steps_subprocesses", Left("its code runs between `fork` and `exec`")),
    ("trace", Left("it maps memory that processes share")),
];

/// Crates that are a border to C, with the arguments of cargo's.
const BORDERS: &[(&str, &[&str])] = &[("globe", &["--test", "abi", "--test", "c_program"])];
/// What each sanitizer has to report, for one that sees nothing reports nothing: a wrong answer to an exercise.
const REPORTED: &[(Sanitizer, &str, &str)] =
    &[(Sanitizer::Thread, "spinlock", "relaxed_lock"), (Sanitizer::Address, "export_c", "text_lives_in_the_hike")];
/// Exercises whose answers are one.
const ANSWERS: &[&str] = &["export_c", "fib_ffi", "panic_border"];

/// Runs each tool where it is.
///
/// # Errors
/// When a tool reports something, or is missing though `LAB_REQUIRE` names it.
pub fn run(args: &Args) -> Result<ExitCode> {
    let exercises = exercise::all()?;
    let wanted = |name: &str| args.names.is_empty() || args.names.iter().any(|wanted| wanted == name);
    let tests = |list: &'static [(&'static str, Watch)]| -> Vec<(&str, &[&str])> {
        let tests = list.iter().filter_map(|(name, watch)| match watch {
            Tests(options) => Some((*name, *options)),
            With(_) | Left(_) => None,
        });
        tests.filter(|(name, _)| wanted(name)).collect()
    };
    let threads = tests(THREADS);
    let threaded: Vec<_> =
        exercises.iter().filter(|one| left_out(one).is_some()).filter(|one| wanted(&one.slug)).collect();
    let borders: Vec<_> = BORDERS.iter().copied().filter(|(name, _)| wanted(name)).collect();
    let answers: Vec<_> =
        exercises.iter().filter(|one| ANSWERS.contains(&&*one.slug)).filter(|one| wanted(&one.slug)).collect();
    let interpreted = tests(UNSAFE);
    for name in &args.names {
        let crates = [&threads, &borders, &interpreted].into_iter().flatten().map(|(known, _)| *known);
        let mut known = crates.chain([&threaded, &answers].into_iter().flatten().map(|one| &*one.slug));
        if !known.any(|known| known == name) {
            match THREADS.iter().chain(UNSAFE).find(|(listed, _)| listed == name) {
                Some((_, With(other))) => eprintln!("error: {name} is watched with {other}"),
                Some((_, Left(reason))) => eprintln!("error: {name} isn't watched: {reason}"),
                _ => eprintln!("error: no tool is meant for {name:?}"),
            }
            return Ok(ExitCode::from(2));
        }
    }
    watched(Sanitizer::Thread, &threads, &threaded)?;
    watched(Sanitizer::Address, &borders, &answers)?;
    if !interpreted.is_empty() {
        match miri() {
            Err(reason) => skipped("miri", "Miri", &reason)?,
            Ok(toolchain) => {
                for (name, options) in interpreted {
                    let mut cargo = Command::new("cargo");
                    // The system's clock and randomness are the only things of the outside that the tests ask for.
                    // Sines are those of the machine: Miri's own differ from call to call, as far as a library's may. A
                    // test that ends may leave memory behind.
                    cargo
                        .current_dir(root())
                        .env("MIRIFLAGS", "-Zmiri-disable-isolation -Zmiri-deterministic-floats -Zmiri-ignore-leaks")
                        .args(&toolchain)
                        .args(["miri", "test", "-p", name])
                        .args(options);
                    finish(cargo, &format!("Miri: {name}"))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The tests of an exercise's check that ThreadSanitizer can't watch; `None` where threads aren't its subject, and
/// nothing is watched.
fn left_out(exercise: &Exercise) -> Option<Vec<&str>> {
    let left_out = exercise.lab("tsan")?.as_table()?.get("skip").and_then(|names| names.as_array());
    Some(left_out.into_iter().flatten().filter_map(|name| name.as_str()).collect())
}

/// Runs the tests of crates, and the checks of exercises on their reference answers, under a sanitizer.
fn watched<'a>(sanitizer: Sanitizer, crates: &[(&'a str, &'a [&'a str])], answers: &[&'a Exercise]) -> Result<()> {
    if crates.is_empty() && answers.is_empty() {
        return Ok(());
    }
    let folder = folder().join(sanitizer.key());
    if let Err(reason) = sanitizer.watch(Command::new("cargo"), &folder) {
        return skipped(sanitizer.key(), sanitizer.name(), &reason);
    }
    let all = workbook::crates(root())?;
    let mut alike: Vec<(&[&str], Vec<Watched>)> = Vec::new();
    for (name, options) in crates {
        let (options, arguments) = match options.iter().position(|option| *option == "--") {
            Some(end) => (&options[..end], &options[end + 1..]),
            None => (*options, &[][..]),
        };
        let its = all.iter().find(|one| one.name == *name).with_context(|| format!("there is no crate {name}"))?;
        let one = Watched { name, folder: root().join(&its.folder), arguments: arguments.to_vec() };
        match alike.iter_mut().find(|(others, _)| *others == options) {
            Some((_, crates)) => crates.push(one),
            None => alike.push((options, vec![one])),
        }
    }
    for (options, crates) in &alike {
        let programs = build(sanitizer, &folder, root(), crates, options)?;
        for one in crates {
            one.test(sanitizer, &folder, &programs)?;
        }
    }
    if answers.is_empty() {
        return Ok(());
    }
    let (workbook, _lock) = lay_out(answers)?;
    let answer = |exercise: &&'a Exercise| {
        // One after another, as a reader's check is run: who proves that threads meet looks whether all others rest.
        let mut arguments = vec!["--test-threads=1"];
        if sanitizer == Sanitizer::Thread {
            arguments.extend(left_out(exercise).unwrap_or_default().into_iter().flat_map(|name| ["--skip", name]));
        }
        Watched { name: &exercise.slug, folder: workbook.join("exercises").join(&exercise.slug), arguments }
    };
    let checks: Vec<_> = answers.iter().map(answer).collect();
    let build = || build(sanitizer, &folder, &workbook, &checks, &["--test", "check"]);
    let programs = build()?;
    for (exercise, check) in answers.iter().zip(&checks) {
        check.test(sanitizer, &folder, &programs)?;
        let reported = REPORTED.iter().filter(|(tool, slug, _)| (*tool, *slug) == (sanitizer, &exercise.slug));
        for (_, slug, mistake) in reported {
            let wrong = exercise.candidates()?.into_iter().find(|candidate| candidate.name == *mistake);
            let text = wrong.with_context(|| format!("{slug} has no mutant {mistake}"))?.text()?;
            fs::write(check.folder.join("src/lib.rs"), text)?;
            let programs = build()?;
            let program = programs.iter().find(|program| program.folder == check.folder).context("it has a check")?;
            let output = check.command(sanitizer, &folder, program)?.output()?;
            let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
            ensure!(
                sanitizer.report(&said).is_some(),
                "{} sees nothing in {slug}, {mistake}:\n{said}",
                sanitizer.name()
            );
            println!("{}: {slug}, {mistake}: reported", sanitizer.name());
        }
    }
    Ok(())
}

/// A package whose tests are watched.
struct Watched<'a> {
    name: &'a str,
    folder: PathBuf,
    /// Of its test programs.
    arguments: Vec<&'a str>,
}

/// A test program.
struct Program {
    /// Its package's.
    folder: PathBuf,
    file: PathBuf,
}

/// Builds the tests of `packages`, which belong to the workspace at `workspace`, with these `options` of cargo's: all
/// in one call. In a call of its own, each would get other features of what they depend on, and have it compiled for
/// itself.
fn build(
    sanitizer: Sanitizer,
    target: &Path,
    workspace: &Path,
    packages: &[Watched],
    options: &[&str],
) -> Result<Vec<Program>> {
    let mut cargo = sanitizer.watch(Command::new("cargo"), target).map_err(Error::msg)?;
    cargo.args(["test", "--quiet", "--no-run", "--message-format=json-render-diagnostics"]).args(options);
    cargo.arg("--manifest-path").arg(workspace.join("Cargo.toml"));
    cargo.args(packages.iter().flat_map(|one| ["-p", one.name]));
    let names = packages.iter().map(|one| one.name).collect::<Vec<_>>().join(", ");
    println!("{}: building {names}", sanitizer.name());
    let output = cargo.current_dir(root()).stderr(Stdio::inherit()).output().context("cargo can't be started")?;
    ensure!(output.status.success(), "{}: {names} can't be built ({})", sanitizer.name(), output.status);
    let mut programs = Vec::new();
    for message in Message::parse_stream(&*output.stdout) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.profile.test
            && let (Some(file), Some(folder)) = (artifact.executable, artifact.manifest_path.parent())
        {
            programs.push(Program { folder: folder.into(), file: file.into() });
        }
    }
    Ok(programs)
}

impl Watched<'_> {
    /// Runs its tests.
    fn test(&self, sanitizer: Sanitizer, target: &Path, programs: &[Program]) -> Result<()> {
        let mut its = programs.iter().filter(|program| program.folder == self.folder).peekable();
        ensure!(its.peek().is_some(), "{} has no tests", self.name);
        for program in its {
            finish(self.command(sanitizer, target, program)?, &format!("{}: {}", sanitizer.name(), self.name))?;
        }
        Ok(())
    }

    /// Starts one of its programs as cargo would.
    fn command(&self, sanitizer: Sanitizer, target: &Path, program: &Program) -> Result<Command> {
        let mut command = Command::new(&program.file);
        let (variable, value) = sanitizer.options(root());
        command.env(variable, value).env("CARGO_MANIFEST_DIR", &self.folder).current_dir(&self.folder);
        command.arg("--quiet").args(&self.arguments);
        if sanitizer == Sanitizer::Address {
            c_is_watched(&mut command, target)?;
        }
        Ok(command)
    }
}

/// Has tests that compile a C program, or a library for one, watch that, too: `CC` and `RUSTC` are the usual compilers,
/// called with one option more.
fn c_is_watched(test: &mut Command, folder: &Path) -> Result<()> {
    for (name, usual, option) in [("CC", "cc", "-fsanitize=address"), ("RUSTC", "rustc", "-Zsanitizer=address")] {
        let path = folder.join(name);
        let usual = env::var(name).unwrap_or_else(|_| usual.into());
        fs::write(&path, format!("#!/bin/sh\nexec {usual} {option} \"$@\"\n"))?;
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        test.env(name, path);
    }
    // That option belongs to nightly compilers.
    test.env("RUSTC_BOOTSTRAP", "1");
    Ok(())
}

/// Everything is compiled anew for it.
fn folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("sanitize")
}

/// The toolchain that has Miri, as cargo's first argument: the usual one, or nightly.
///
/// # Errors
/// What to install.
fn miri() -> Result<Vec<&'static str>, String> {
    let there = |toolchain: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(toolchain).args(["miri", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        cargo.status().is_ok_and(|status| status.success())
    };
    [vec![], vec!["+nightly"]]
        .into_iter()
        .find(|toolchain| there(toolchain))
        .ok_or_else(|| "no toolchain here has it: rustup +nightly component add miri".into())
}

/// Says that a tool did not run, which is a failure where it is required.
fn skipped(key: &str, tool: &str, reason: &str) -> Result<()> {
    ensure!(!variant::required(key), "{tool} is required and missing: {reason}");
    println!("SKIPPED: {tool} ({reason})");
    Ok(())
}

fn finish(mut tests: Command, what: &str) -> Result<()> {
    println!("{what}");
    let status = tests.status().context("they can't be started")?;
    if !status.success() {
        bail!("{what} found something, or its tests failed ({status})");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use walkdir::WalkDir;

    /// Whether a line of code in `folder`, comments apart, has one of `words`.
    fn says(folder: &Path, words: &[&str]) -> bool {
        let files = WalkDir::new(folder).into_iter().filter_map(Result::ok);
        let code = files.filter(|file| file.path().extension() == Some(OsStr::new("rs")));
        code.filter_map(|file| fs::read_to_string(file.path()).ok()).any(|text| {
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            lines.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
        })
    }

    const STARTS: &[&str] = &["thread::spawn", "thread::scope", "thread::Builder", "rayon::", "pools::"];
    /// Put together here, so that this line is none of them.
    const UNSAFE_CODE: &[&str] =
        &[concat!("unsafe", " {"), concat!("unsafe", " fn"), concat!("unsafe", " impl"), concat!("unsafe", " extern")];

    /// The crates in which `says` finds `words`, and those of the list, must be the same.
    fn complete(list: &[(&str, Watch)], words: &[&str], also: &[&str]) {
        let crates = workbook::crates(root()).unwrap();
        let mut want: Vec<_> = crates
            .iter()
            .filter(|one| says(&root().join(&one.folder).join("src"), words))
            .map(|one| &*one.name)
            .collect();
        want.extend(also);
        want.sort_unstable();
        let got: Vec<_> = list.iter().map(|(name, _)| *name).collect();
        assert_eq!(got, want, "the list, and what the sources say; one that is left out says why");
        for (name, watch) in list {
            match watch {
                With(other) => {
                    let watched = list.iter().any(|(name, watch)| name == other && matches!(watch, Tests(_)));
                    let uses = workbook::needed_by(root(), &folder_of(other)).unwrap();
                    assert!(watched && uses.contains(&folder_of(name).canonicalize().unwrap()), "{name} with {other}");
                }
                Left(reason) => assert!(!reason.is_empty()),
                Tests(_) => {}
            }
        }
    }

    fn folder_of(name: &str) -> PathBuf {
        let crates = workbook::crates(root()).unwrap();
        root().join(&crates.iter().find(|one| one.name == name).unwrap().folder)
    }

    #[test]
    fn every_crate_that_starts_threads_is_listed() {
        complete(THREADS, STARTS, &["lineup"]);
    }

    #[test]
    fn every_crate_with_unsafe_code_is_listed() {
        complete(UNSAFE, UNSAFE_CODE, &[]);
    }

    /// Which answers are watched, their exercises say: each whose answer starts threads, or is for several.
    #[test]
    fn every_answer_for_threads_is_watched_or_says_why_not() {
        let words = [STARTS, &["rayon", "Mutex", "Condvar", "Atomic"]].concat();
        // A teacher may hand out the workbook without the answers.
        for exercise in exercise::all().unwrap().iter().filter(|exercise| exercise.solution.is_dir()) {
            let tsan = exercise.lab("tsan");
            let reason = tsan.and_then(|tsan| tsan.as_str()).is_some_and(|reason| !reason.is_empty());
            assert_eq!(
                left_out(exercise).is_some() || reason,
                says(&exercise.solution.join("src"), &words),
                "exercises/{}/Cargo.toml, [package.metadata.lab]: where the answer starts threads, or has what several share, \
                 there must be a line `tsan = {{}}`, or `tsan = \"why not\"`; got {tsan:?}",
                exercise.slug
            );
        }
        for slug in ANSWERS {
            assert!(exercise::all().unwrap().iter().any(|exercise| exercise.slug == *slug), "{slug}");
        }
    }
}
