//! Every variant of a kernel side by side: time, speedup, efficiency.

#[cfg(feature = "trace")]
use anyhow::Context;
use anyhow::Result;
use benches::{format::Format, names};
use clap::{ColorChoice, Parser};
use lineup::{KERNELS, Kernel};
use meanwhile::Line;
#[cfg(feature = "trace")]
use race::timeline;
use race::{
    Plan, Step,
    forecast::{Forecast, Guess, forecast},
    table::{self, Look, Palette},
};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode, time::Duration};
use variant::{Way, Workers};

/// A race in which one variant alone would take longer than this, seconds, isn't begun before the reader has said so.
const PATIENCE: f64 = 60.0;

/// The budget of a variant where none is given, seconds.
const BUDGET: u32 = 3;

/// Run every variant of a kernel side by side: time, speedup, efficiency.
#[derive(Parser)]
#[command(name = "race")]
struct Cli {
    /// The kernel, such as great_circle
    kernel: String,
    /// Only these variants, and the one that the others are measured against
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    variants: Vec<String>,
    /// Measure against this variant instead of serial, which then stays out unless --variants names it: for sizes at
    /// which serial takes minutes
    #[arg(long, value_name = "VARIANT")]
    against: Option<String>,
    /// How many workers share the work; several counts race side by side [default: one a core]
    #[arg(long, value_delimiter = ',', value_name = "N,M")]
    workers: Vec<Workers>,
    /// How big the problem is, in the kernel's own unit
    #[arg(long, value_parser = size, value_name = "N")]
    size: Option<usize>,
    /// How many rounds to run; slow variants run in fewer
    #[arg(long, default_value = "31", value_parser = clap::value_parser!(u32).range(1..=10_000), value_name = "N")]
    samples: u32,
    /// How many seconds any one variant may take of the whole; also runs what would otherwise be refused as too slow
    /// [default: 3]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3600), value_name = "S")]
    budget: Option<u32>,
    /// Time every run as it comes, after another variant's, when the other cores have been idle; otherwise each run of
    /// less than 0.05 s follows an untimed one of the same variant
    #[arg(long, conflicts_with = "trace")]
    cold: bool,
    /// Don't race: note which worker does which part and when, print it as a timeline, and write it to FILE in Chrome's
    /// trace format, which ui.perfetto.dev opens [default file: target/trace/KERNEL.trace.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    trace: Option<Option<PathBuf>>,
    /// How to print the result
    #[arg(long, default_value = "text")]
    format: Format,
    /// Tell each time as it comes, an object a line, then the race and what to make of it, for a page that draws them
    #[arg(long, hide = true, conflicts_with = "trace")]
    live: bool,
    /// Whether to use colours; NO_COLOR and CARGO_TERM_COLOR are honoured too
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    color: ColorChoice,
}

fn main() -> ExitCode {
    pools::processes::init();
    // SAFETY: the program has just begun, with this one thread.
    unsafe { gpu::without_desktop() };
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
    if let Err(message) = instruction_set::asked() {
        eprintln!("error: {message}");
        return Ok(ExitCode::from(2));
    }
    let plan = Plan {
        kernel,
        size: cli.size.unwrap_or(kernel.default_size),
        variants: cli.variants.clone(),
        against: cli.against.clone(),
        workers: workers(cli),
        samples: cli.samples as usize,
        budget: Duration::from_secs(cli.budget.unwrap_or(BUDGET).into()),
        cold: cli.cold,
    };
    let line = Line::new();
    line.say("looking for a graphics adapter");
    let machine = record::describe("here", &adapter());
    line.clear();
    // What is printed to standard output settles what that lets through, so it is looked at first.
    let look = look(cli.color);
    if cli.format == Format::Text && !cli.live {
        anstream::print!("{}", table::head(kernel.name, plan.size, kernel.size_is, &machine, look));
        anstream::println!("Vector code runs as compiled for {}.", instruction_set::in_use());
    }
    line.say("trying small sizes");
    if let Some(forecast) = forecast(&plan) {
        if let Some(slowest) = forecast.slowest().filter(|slowest| slowest.share > PATIENCE && cli.budget.is_none()) {
            drop(line);
            eprint!("error: {}", too_slow(cli, &plan, &forecast, slowest));
            return Ok(ExitCode::from(2));
        }
        line.note(&format!("Small sizes tell that this takes {} in all.", about(forecast.total())));
    }
    if let Some(file) = &cli.trace {
        return traced(cli, &plan, machine, look, &line, file.clone()).map(|()| ExitCode::SUCCESS);
    }
    let mut racing = String::new();
    let race = race::run(&plan, machine, |step| match step {
        Step::WarmUp(variant, workers) => line.say(format!("warming up {variant}/{workers}")),
        Step::Ready(rest) => {
            let rounds = plan.samples;
            racing = format!("of {rounds}");
            line.note(&format!("Everyone is warm. Rounds to time: {rounds}, {} in all.", about(rest.as_secs_f64())));
        }
        Step::Round(round, variant, workers) => line.say(format!("round {round} {racing}: {variant}/{workers}")),
        Step::Timed(variant, workers, seconds) if cli.live => {
            println!("{}", json!({ "variant": variant, "workers": workers.get(), "seconds": seconds }));
        }
        Step::Timed(..) => {}
        Step::Check => line.say("checking the answers once more"),
    })
    .map_err(|failed| anyhow::anyhow!("{failed}"))?;
    drop(line);
    match cli.format {
        _ if cli.live => println!("{}", json!({ "race": race, "advice": table::advice(&race) })),
        Format::Json => println!("{}", race.to_json()),
        Format::Text => anstream::print!("\n{}", table::body(&race, look)),
    }
    Ok(ExitCode::SUCCESS)
}

/// A time in words, no more exact than a guess is.
fn about(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "less than a second".into(),
        s if s < 100.0 => format!("about {s:.0} s"),
        s if s < 5400.0 => format!("about {:.0} minutes", s / 60.0),
        s => format!("about {:.0} hours", s / 3600.0),
    }
}

/// Why there is no race yet, and the commands to choose from.
fn too_slow(cli: &Cli, plan: &Plan, forecast: &Forecast, slowest: &Guess) -> String {
    let (kernel, size) = (plan.kernel.name, plan.size);
    let alone = if forecast.guesses.len() > 1 { ", the others not counted" } else { "" };
    let mut text = format!(
        "at size {size} a run of {} takes {}, and the race {}{alone}. Choose:\n",
        slowest.variant,
        about(slowest.run),
        about(slowest.share)
    );
    // What was asked for and stays so.
    let mut rest = String::new();
    if !cli.workers.is_empty() {
        let workers: Vec<_> = cli.workers.iter().map(Workers::to_string).collect();
        rest += &format!(" --workers {}", workers.join(","));
    }
    if cli.cold {
        rest += " --cold";
    }
    if cli.samples != 31 {
        rest += &format!(" --samples {}", cli.samples);
    }
    let mut choice = |options: String, why: &str| {
        text += &format!("  cargo lab race {kernel}{options}{rest}\n      {why}\n");
    };
    // The simplest on one core that doesn't take long, so that the others can be measured against it.
    let quick = |guess: &&Guess| guess.share <= PATIENCE / 2.0 && guess.variant != slowest.variant;
    let against =
        forecast.guesses.iter().filter(quick).find(|guess| guess.workers == Workers::ONE && guess.way != Way::Gpu);
    if let Some(against) = against {
        let mut names: Vec<_> =
            forecast.guesses.iter().filter(|guess| guess.share <= PATIENCE).map(|g| g.variant).collect();
        names.dedup();
        let left_out = forecast.guesses.iter().any(|guess| guess.share > PATIENCE && guess.variant != "serial");
        let only = left_out || !plan.variants.is_empty();
        let variants = if only { format!(" --variants {}", names.join(",")) } else { String::new() };
        choice(
            format!(" --size {size} --against {}{variants}", against.variant),
            &format!("without what is slow, measured against {} instead", against.variant),
        );
    }
    let named =
        if plan.variants.is_empty() { String::new() } else { format!(" --variants {}", plan.variants.join(",")) };
    let against = cli.against.as_ref().map_or(String::new(), |name| format!(" --against {name}"));
    let smaller = smaller(size, (PATIENCE / 3.0 / slowest.share).powf(1.0 / forecast.exponent));
    choice(format!(" --size {smaller}{against}{named}"), "everyone, on a smaller problem");
    // As many seconds as five runs take, which everyone is given anyway.
    let budget = (5.0 * slowest.run).ceil().clamp(1.0, 3600.0);
    choice(format!(" --size {size}{against}{named} --budget {budget}"), "as it is; you have the time");
    text
}

/// `part` of `size`, in one digit and zeros, at least 1.
fn smaller(size: usize, part: f64) -> usize {
    let size = (size as f64 * part).max(1.0);
    let zeros = 10_f64.powf(size.log10().floor());
    ((size / zeros).floor() * zeros) as usize
}

/// Notes who does which part and when, and tells it.
#[cfg(feature = "trace")]
fn traced(
    cli: &Cli,
    plan: &Plan,
    machine: record::Machine,
    look: Look,
    line: &Line,
    file: Option<PathBuf>,
) -> Result<()> {
    let file =
        file.unwrap_or_else(|| ["target", "trace", &format!("{}.trace.json", plan.kernel.name)].iter().collect());
    let tell = |i, count| {
        if i < count {
            line.say(format!("variant {} of {count}", i + 1));
        }
    };
    let trace = race::trace(plan, machine, tell).map_err(|failed| anyhow::anyhow!("{failed}"))?;
    line.clear();
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    trace.write(&file)?;
    match cli.format {
        Format::Json => print!("{}", trace.to_json()),
        Format::Text => {
            anstream::print!("{}", timeline::render(&trace, look));
            anstream::println!("Written to {}: open it at https://ui.perfetto.dev", file.display());
        }
    }
    Ok(())
}

#[cfg(not(feature = "trace"))]
fn traced(_: &Cli, plan: &Plan, _: record::Machine, _: Look, _: &Line, _: Option<PathBuf>) -> Result<()> {
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
    let infos = kernel.variants();
    for name in cli.variants.iter().chain(&cli.against) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(variant: &'static str, way: Way, run: f64) -> Guess {
        Guess { variant, way, workers: Workers::ONE, run, share: 10.0 * run }
    }

    #[test]
    fn a_slow_race_is_refused_with_the_commands_to_choose_from() {
        let cli = Cli::parse_from(["race", "shortcut", "--size", "4000", "--workers", "2"]);
        let plan = Plan {
            kernel: lineup::kernel("shortcut").unwrap(),
            size: 4000,
            variants: Vec::new(),
            against: None,
            workers: workers(&cli),
            samples: 31,
            budget: Duration::from_secs(3),
            cold: false,
        };
        let guesses = vec![
            guess("serial", Way::Serial, 75.0),
            guess("linear", Way::Serial, 40.0),
            guess("simd", Way::Simd, 2.5),
            guess("simd_threads", Way::Threads, 1.3),
        ];
        let forecast = Forecast { guesses, exponent: 3.0 };
        let text = too_slow(&cli, &plan, &forecast, forecast.slowest().unwrap());
        assert!(
            text.starts_with("at size 4000 a run of serial takes about 75 s, and the race about 12 minutes"),
            "{text}"
        );
        let commands: Vec<_> = text.lines().filter_map(|line| line.trim().strip_prefix("cargo lab ")).collect();
        assert_eq!(
            commands,
            [
                "race shortcut --size 4000 --against simd --variants simd,simd_threads --workers 2",
                "race shortcut --size 1000 --workers 2",
                "race shortcut --size 4000 --budget 375 --workers 2"
            ]
        );
        // Each of them is understood.
        for command in commands {
            Cli::try_parse_from(command.split(' ')).unwrap_or_else(|error| panic!("{command}: {error}"));
        }
    }

    #[test]
    fn a_guess_is_told_as_one() {
        assert_eq!(
            [0.2, 33.4, 754.0, 9000.0].map(about),
            ["less than a second", "about 33 s", "about 13 minutes", "about 2 hours"].map(String::from)
        );
        assert_eq!([smaller(4000, 0.3), smaller(7, 0.01), smaller(123_456, 0.5)], [1000, 1, 60_000]);
    }
}
