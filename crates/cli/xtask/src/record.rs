//! `cargo xtask record NAME [KERNEL…]`: measures this machine and keeps the results in `benches/record/NAME/`.
//!
//! Everything is measured by programs of the package `benches`; this one starts them one after another, so that nothing
//! else of ours runs beside them, and puts what they say where the book looks for it.

use crate::root;
use anyhow::{Context, Result, bail, ensure};
use record::{Race, Row};
use std::{
    env,
    ffi::OsStr,
    fs, iter,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    thread,
    time::Duration,
};
use variant::Workers;

/// What to measure, and where it goes.
#[derive(clap::Args)]
pub struct Args {
    /// What to call the machine, such as two-core-epyc; then the kernels, all of them without any
    #[arg(value_name = "NAME [KERNEL", required_unless_present = "yours")]
    names: Vec<String>,
    /// The reader's own record, `yours`, which git doesn't keep and the book draws over the reference
    #[arg(long)]
    yours: bool,
    /// Anything worth knowing about the machine or the day
    #[arg(long, default_value = "")]
    note: String,
}

/// Measures, and says what it is doing. Exit code 2 for a name that can't be one or a kernel that isn't there.
///
/// # Errors
/// When a program can't be built or fails, or a record can't be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let (name, wanted) = match args.names.split_first() {
        Some((name, kernels)) if !args.yours => (name.as_str(), kernels),
        _ => ("yours", &args.names[..]),
    };
    let all = kernels()?;
    if let Err(message) = check(name, wanted, &all) {
        eprintln!("error: {message}");
        return Ok(ExitCode::from(2));
    }
    let kernels = if wanted.is_empty() { &all[..] } else { wanted };
    let folder = root().join("benches/record").join(name);
    if let Err(why) = record::belongs_in(&folder) {
        eprintln!("error: {why}");
        return Ok(ExitCode::from(2));
    }
    build()?;
    let busy = busy();
    if let Some(busy) = &busy {
        eprintln!("warning: {busy}; what is measured now will be slow and uncertain");
    }
    let note: Vec<_> = [Some(args.note.clone()), busy].into_iter().flatten().filter(|note| !note.is_empty()).collect();
    for kernel in kernels {
        race(kernel, name, &note, &folder)?;
        benchmark(kernel, &folder)?;
        if let Some((_, options)) = TRACED.iter().find(|(traced, _)| traced == kernel) {
            trace(kernel, options, name, &note, &folder)?;
        }
    }
    if wanted.is_empty() {
        let into = folder.to_str().context("the workbook lies in a folder whose name is not text")?;
        // Single facts are about the reference machine; the book never compares them with the reader's.
        if name != "yours" {
            say("single facts");
            bench(&["--bench", "facts", "--", "--record", into])?;
        }
        say("sweeps");
        bench(&["--bench", "series", "--", "--record", into])?;
    }
    println!("\nrecorded in {}", folder.strip_prefix(root()).unwrap_or(&folder).display());
    Ok(ExitCode::SUCCESS)
}

/// The kernels: crates that say so in their manifests, as `lab` finds them.
fn kernels() -> Result<Vec<String>> {
    let metadata = cargo_metadata::MetadataCommand::new().current_dir(root()).no_deps().exec()?;
    let is_kernel = |package: &&cargo_metadata::Package| package.metadata["lab"]["kernel"] == true;
    let mut names: Vec<_> =
        metadata.packages.iter().filter(is_kernel).map(|package| package.name.to_string()).collect();
    names.sort();
    Ok(names)
}

/// What is wrong with the names, if anything.
fn check(name: &str, wanted: &[String], kernels: &[String]) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if kernels.iter().any(|kernel| kernel == name) {
        return Err(format!("{name:?} is a kernel; name the machine first, or say --yours"));
    }
    if name.is_empty() || !name.chars().all(plain) {
        return Err(format!("{name:?} names a folder: use small letters, digits and -, such as two-core-epyc"));
    }
    if let Some(wanted) = wanted.iter().find(|wanted| !kernels.contains(wanted)) {
        let nearest = kernels.iter().max_by(|a, b| likeness(wanted, a).total_cmp(&likeness(wanted, b)));
        let advice = match nearest.filter(|nearest| likeness(wanted, nearest) > 0.75) {
            Some(nearest) => format!("Did you mean {nearest:?}?"),
            None => format!("There are: {}", kernels.join(", ")),
        };
        return Err(format!("there is no kernel {wanted:?}. {advice}"));
    }
    Ok(())
}

fn likeness(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(&a.to_lowercase(), b)
}

/// What else the machine is doing, where it says so and it is much. Not its load average, which is of the last minute:
/// that is what the compiler did.
fn busy() -> Option<String> {
    let before = ticks()?;
    thread::sleep(Duration::from_secs(2));
    let after = ticks()?;
    let share = (after.0 - before.0) as f64 / (after.1 - before.1).max(1) as f64;
    (share > 0.05).then(|| format!("the cores were busy with something else {:.0} % of the time", 100.0 * share))
}

/// How long all cores have been busy, and how long they have been there, in ticks of the clock.
fn ticks() -> Option<(u64, u64)> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let all: Vec<u64> = text.lines().next()?.split_whitespace().skip(1).filter_map(|word| word.parse().ok()).collect();
    // user, nice, system, idle, waiting for a disk, …
    let idle = all.get(3)? + all.get(4)?;
    let there: u64 = all.iter().take(8).sum();
    Some((there - idle, there))
}

/// Compiles everything first, so that no compiler runs beside a measurement.
fn build() -> Result<()> {
    say("building");
    cargo(&["build", "--release", "-p", "benches", "--features", "trace", "--bin", "race"], &[])?;
    cargo(&["build", "--release", "-p", "benches", "--bin", "race"], &[])?;
    bench(&["--benches", "--no-run"])
}

/// Races the kernel's variants at several worker counts, side by side: where ratios come from.
fn race(kernel: &str, name: &str, note: &[String], folder: &Path) -> Result<()> {
    say(&format!("{kernel}: the race"));
    let workers: Vec<_> = Workers::worth_measuring().iter().map(Workers::to_string).collect();
    let workers = workers.join(",");
    let race = ["run", "--release", "-p", "benches", "--bin", "race", "--"];
    let told = cargo(&[&race[..], &[kernel, "--workers", &workers, "--format", "json"]].concat(), &[])?;
    let scratch = scratch()?.join(format!("{kernel}.race.json"));
    fs::write(&scratch, told)?;
    let mut race = Race::read(&scratch)?;
    race.machine.name = name.into();
    race.machine.note = noted(&race.machine.note, note);
    race.write(&folder.join(format!("{kernel}.race.json")))?;
    race.machine.write(&folder.join("machine.txt"))?;
    Ok(())
}

/// Kernels of which the book shows who did what, and the options of the race. In the others every part takes the same
/// time, and nobody waits. The plate of heat is so small that the ranks' messages are felt.
const TRACED: [(&str, &[&str]); 2] = [
    ("mandelbrot", &["--variants", "threads,rayon,processes"]),
    ("heat", &["--variants", "mpi,mpi_wait_first", "--size", "128"]),
];

/// Notes which worker does which part, with as many workers as there are cores.
fn trace(kernel: &str, options: &[&str], name: &str, note: &[String], folder: &Path) -> Result<()> {
    say(&format!("{kernel}: who does what"));
    let file = scratch()?.join(format!("{kernel}.trace.json"));
    let to = format!("--trace={}", file.display());
    // `lab`, since it has the ranks' programs take notes, too. Theirs are sent over TCP, in Open MPI's words: through
    // memory that they share nothing takes long enough to be seen.
    let tcp = [("OMPI_MCA_pml", OsStr::new("ob1")), ("OMPI_MCA_btl", OsStr::new("self,tcp"))];
    cargo(&[&["run", "--quiet", "--", "race", kernel, &to], options].concat(), &tcp)?;
    let mut trace = record::Trace::read(&file)?;
    trace.machine.name = name.into();
    trace.machine.note = noted(&trace.machine.note, note);
    Ok(trace.write(&folder.join(format!("{kernel}.trace.json")))?)
}

/// What is worth knowing about a machine, and what else there was to say.
fn noted(machine: &str, note: &[String]) -> String {
    let all = iter::once(machine).chain(note.iter().map(String::as_str)).filter(|note| !note.is_empty());
    all.collect::<Vec<_>>().join("; ")
}

/// Lets criterion measure the kernel, and distils what it leaves: where absolute times come from.
fn benchmark(kernel: &str, folder: &Path) -> Result<()> {
    say(&format!("{kernel}: criterion"));
    // A folder of its own, emptied first: results of variants that are no longer there must not come back.
    let home = scratch()?.join("criterion");
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    // A pattern for the names of benchmarks, which begin with the kernel's.
    let all_of_it = format!("^{kernel}/");
    let criterion = ["bench", "--quiet", "-p", "benches", "--bench", "kernels", "--", &all_of_it, "--noplot"];
    cargo(&criterion, &[("CRITERION_HOME", home.as_os_str())])?;
    let rows = record::criterion::distil(&home, kernel)?;
    ensure!(!rows.is_empty(), "criterion left nothing about {kernel} in {}", home.display());
    Row::write(&folder.join(format!("{kernel}.csv")), &rows)?;
    Ok(())
}

fn bench(arguments: &[&str]) -> Result<()> {
    cargo(&[&["bench", "--quiet", "-p", "benches"], arguments].concat(), &[]).map(drop)
}

/// Runs cargo in the workbook's folder, and returns what the program printed. Results go on to the reader as they are
/// unless they are JSON; what it says of its progress always does. It is given these variables, too.
fn cargo(arguments: &[&str], variables: &[(&str, &OsStr)]) -> Result<Vec<u8>> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(root()).args(arguments);
    if arguments.contains(&"json") {
        cargo.stdout(Stdio::piped());
    }
    cargo.envs(variables.iter().copied());
    let output = cargo.spawn().and_then(|child| child.wait_with_output()).context("cargo can't be started")?;
    if !output.status.success() {
        bail!("cargo {} failed ({})", arguments.join(" "), output.status);
    }
    Ok(output.stdout)
}

/// A folder for what is thrown away.
fn scratch() -> Result<PathBuf> {
    let folder = root().join("target/record");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn say(what: &str) {
    eprintln!("\n=== {what}");
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_is_told_from_a_kernel() {
        let kernels = ["great_circle".to_owned(), "mandelbrot".to_owned()];
        assert_eq!(check("two-core-epyc", &[], &kernels), Ok(()));
        assert_eq!(check("yours", &kernels, &kernels), Ok(()));
        assert!(check("../elsewhere", &[], &kernels).unwrap_err().contains("names a folder"));
        assert!(check("mandelbrot", &[], &kernels).unwrap_err().contains("--yours"));
        assert!(check("a", &["mandlebrot".into()], &kernels).unwrap_err().contains("Did you mean \"mandelbrot\"?"));
        assert!(check("a", &["sudoku".into()], &kernels).unwrap_err().contains("There are: great_circle, mandelbrot"));
    }
}
