//! Every variant of a kernel side by side: time, speedup, efficiency.

#[cfg(feature = "trace")]
use anyhow::Context;
use anyhow::Result;
use benches::names;
use clap::{ColorChoice, Parser, ValueEnum};
use lineup::{KERNELS, Kernel, Load};
#[cfg(feature = "trace")]
use race::timeline;
use race::{
    Plan, Wrong,
    table::{self, Look, Palette},
};
use std::{
    io::{IsTerminal, Write, stderr},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};
use variant::Workers;

/// Run every variant of a kernel side by side: time, speedup, efficiency.
#[derive(Parser)]
#[command(name = "race")]
struct Cli {
    /// The kernel, such as great_circle
    kernel: String,
    /// Only these variants, and serial, which the others are measured against
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    variants: Vec<String>,
    /// How many workers share the work; several counts race side by side [default: one a core]
    #[arg(long, value_delimiter = ',', value_name = "N,M")]
    workers: Vec<Workers>,
    /// How big the problem is, in the kernel's own unit
    #[arg(long, value_parser = size, value_name = "N")]
    size: Option<usize>,
    /// How many rounds to run; slow variants run in fewer
    #[arg(long, default_value = "31", value_parser = clap::value_parser!(u32).range(1..=10_000), value_name = "N")]
    samples: u32,
    /// How many seconds any one variant may take of the whole
    #[arg(long, default_value = "3", value_parser = clap::value_parser!(u32).range(1..=3600), value_name = "S")]
    budget: u32,
    /// Don't race: note which worker does which part and when, print it as a timeline, and write it to FILE in
    /// Chrome's trace format, which ui.perfetto.dev opens [default file: target/trace/KERNEL.trace.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    trace: Option<Option<PathBuf>>,
    /// How to print the result
    #[arg(long, default_value = "text")]
    format: Format,
    /// Whether to use colours; NO_COLOR and CARGO_TERM_COLOR are honoured too
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    color: ColorChoice,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// A table with bars
    Text,
    /// One object, described in benches/README.md
    Json,
}

fn main() -> ExitCode {
    pools::processes::init();
    let cli = Cli::parse();
    #[cfg(feature = "trace")]
    if cli.trace.is_some() {
        // SAFETY: the program has just begun, with this one thread.
        unsafe { trace::start() };
    }
    let outcome = run(&cli);
    pools::processes::shutdown();
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(cli: &Cli) -> Result<ExitCode> {
    let kernel = match known(cli) {
        Ok(kernel) => kernel,
        Err(message) => {
            eprintln!("error: {message}");
            return Ok(ExitCode::from(2));
        }
    };
    let plan = Plan {
        kernel,
        size: cli.size.unwrap_or(kernel.default_size),
        variants: cli.variants.clone(),
        workers: workers(cli),
        samples: cli.samples as usize,
        budget: Duration::from_secs(cli.budget.into()),
    };
    if let Some(file) = &cli.trace {
        return traced(cli, &plan, file.clone()).map(|()| ExitCode::SUCCESS);
    }
    let race = race::run(&plan, race::describe("here", &adapter()), progress).map_err(wrong)?;
    match cli.format {
        Format::Json => println!("{}", race.to_json()),
        Format::Text => {
            // Before `print!`, which opens its stream first: `look` settles what that stream lets through.
            let look = look(cli.color);
            anstream::print!("{}", table::render(&race, kernel.size_is, look));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Why there is no race.
fn wrong(wrong: Wrong) -> anyhow::Error {
    let Wrong { variant, workers, difference } = wrong;
    anyhow::anyhow!("{variant} with {workers} workers gives a wrong answer, so its time means nothing: {difference}")
}

/// Notes who does which part and when, and tells it.
#[cfg(feature = "trace")]
fn traced(cli: &Cli, plan: &Plan, file: Option<PathBuf>) -> Result<()> {
    let file =
        file.unwrap_or_else(|| ["target", "trace", &format!("{}.trace.json", plan.kernel.name)].iter().collect());
    let trace = race::trace(plan, race::describe("here", &adapter()), progress).map_err(wrong)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    trace.write(&file)?;
    match cli.format {
        Format::Json => print!("{}", trace.to_json()),
        Format::Text => {
            let look = look(cli.color);
            anstream::print!("{}", timeline::render(&trace, plan.kernel.size_is, look));
            anstream::println!("Written to {}: open it at https://ui.perfetto.dev", file.display());
        }
    }
    Ok(())
}

#[cfg(not(feature = "trace"))]
fn traced(_: &Cli, plan: &Plan, _: Option<PathBuf>) -> Result<()> {
    let again = format!("cargo run --release -p benches --features trace --bin race -- {} --trace", plan.kernel.name);
    anyhow::bail!("this program was built without what takes notes; start it by: {again}")
}

/// The graphics adapter's name, with `(software)` after it where it is only the processor, pretending; or `none`.
fn adapter() -> String {
    match gpu::open() {
        Ok(gpu) if gpu.is_software() => format!("{} (software)", gpu.adapter_name()),
        Ok(gpu) => gpu.adapter_name().to_owned(),
        Err(_) => "none".into(),
    }
}

/// The kernel, once it and the variants are known to exist.
fn known(cli: &Cli) -> Result<&'static Kernel, String> {
    let all = || KERNELS.iter().map(|kernel| kernel.name);
    let kernel = lineup::kernel(&cli.kernel).ok_or_else(|| names::unknown("kernel", &cli.kernel, all()))?;
    room_for(kernel, cli.size.unwrap_or(kernel.default_size))?;
    let infos = (kernel.prepare)(0, Load::Usual).variants();
    for name in &cli.variants {
        if !infos.iter().any(|info| info.name == name) {
            return Err(names::unknown("variant", name, infos.iter().map(|info| info.name)));
        }
    }
    Ok(kernel)
}

/// Whether a problem of this size fits into memory. The system might promise more than there is, and end the program
/// when it keeps asking.
fn room_for(kernel: &Kernel, size: usize) -> Result<(), String> {
    let machine = machine::Machine::read();
    let Some(have) = machine.memory_limit.or(machine.memory) else { return Ok(()) };
    let need = u64::try_from((kernel.bytes)(size as u128)).unwrap_or(u64::MAX);
    if need <= have {
        return Ok(());
    }
    let (need, have) = (machine::bytes(need), machine::bytes(have));
    Err(format!("a problem of size {size} needs {need} of memory, and this machine has {have}; give a smaller one"))
}

/// Those asked for, each once; else what `RAYON_NUM_THREADS` says, as it does for every program that uses rayon; else
/// one a core.
fn workers(cli: &Cli) -> Vec<Workers> {
    let mut workers = cli.workers.clone();
    if workers.is_empty() {
        let set = std::env::var("RAYON_NUM_THREADS").ok().and_then(|n| n.parse().ok());
        workers.push(set.unwrap_or_else(Workers::available));
    }
    workers.sort();
    workers.dedup();
    workers
}

/// A size, with `_` or `,` between digits where that helps the eye.
fn size(text: &str) -> Result<usize, String> {
    match text.replace(['_', ','], "").parse() {
        Ok(0) => Err("there is nothing to race over; give 1 or more".into()),
        Ok(n) => Ok(n),
        Err(_) => Err("that is not a size; give a whole number, 1 or more".into()),
    }
}

/// Tells how far the race is, where somebody watches.
fn progress(done: usize, rounds: usize) {
    if !stderr().is_terminal() {
        return;
    }
    // Carriage return and "erase to the end of the line": the next line written takes this one's place.
    let text = if done < rounds { format!("\rround {} of {rounds}\x1b[K", done + 1) } else { "\r\x1b[K".into() };
    eprint!("{text}");
    let _ = stderr().flush();
}

/// What standard output can show.
fn look(choice: ColorChoice) -> Look {
    let choice = match (choice, std::env::var("CARGO_TERM_COLOR").as_deref()) {
        (ColorChoice::Always, _) | (ColorChoice::Auto, Ok("always")) => anstream::ColorChoice::Always,
        (ColorChoice::Never, _) | (ColorChoice::Auto, Ok("never")) => anstream::ColorChoice::Never,
        _ => anstream::ColorChoice::Auto,
    };
    choice.write_global();
    let coloured = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    // `15;0` and the like, foreground and background; 7 and 15 are the light ones. Most terminals are dark.
    let dark = !matches!(set("COLORFGBG").rsplit(';').next(), Some("7" | "15"));
    let true_colour = matches!(set("COLORTERM").as_str(), "truecolor" | "24bit");
    Look {
        width: terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into()),
        colour: coloured.then_some(Palette { dark, true_colour }),
    }
}
