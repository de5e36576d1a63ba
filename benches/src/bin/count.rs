//! What every variant of a kernel does for an element of its answer, counted: instructions, branches, cache misses.

use anyhow::{Context, Result};
use benches::{
    counts::{Counted, Counter, Counts, Row, render},
    format::Format,
    names,
};
use clap::Parser;
use lineup::{KERNELS, Kernel, Load};
use meanwhile::Line;
use race::Plan;
use std::{env, process::ExitCode, time::Duration};
use variant::{Way, Workers};

/// Count what every variant of a kernel does for an element of its answer: instructions, branches, cache misses.
#[derive(Parser)]
#[command(name = "count")]
struct Cli {
    /// The kernel, such as great_circle
    kernel: String,
    /// Only these variants, and serial
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    variants: Vec<String>,
    /// How many workers share the work [default: 1]
    #[arg(long, value_name = "N")]
    workers: Option<Workers>,
    /// How big the problem is, in the kernel's own unit [default: the largest at which the tests compare the variants]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    size: Option<u32>,
    /// How to print the result
    #[arg(long, default_value = "text")]
    format: Format,
    /// Don't count: run the one variant so many times, to be counted from outside
    #[arg(long, hide = true, value_name = "RUNS")]
    play: Option<u32>,
}

fn main() -> ExitCode {
    pools::processes::init();
    // SAFETY: the program has just begun, with this one thread.
    unsafe { gpu::without_desktop() };
    let cli = Cli::parse();
    let kernel = match known(&cli) {
        Ok(kernel) => kernel,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let size = cli.size.map_or_else(|| kernel.test_sizes.iter().copied().max().unwrap_or(1), |size| size as usize);
    let workers = cli.workers.unwrap_or(Workers::ONE);
    let outcome = match cli.play {
        Some(runs) => play(kernel, &cli.variants[0], size, workers, runs),
        None => count(&cli, kernel, size, workers),
    };
    pools::processes::shutdown();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The kernel, once it and the variants are known to exist.
fn known(cli: &Cli) -> Result<&'static Kernel, String> {
    let all = || KERNELS.iter().map(|kernel| kernel.name);
    let kernel = lineup::kernel(&cli.kernel).ok_or_else(|| names::unknown("kernel", &cli.kernel, all()))?;
    let infos = kernel.variants();
    match cli.variants.iter().find(|name| !infos.iter().any(|info| info.name == **name)) {
        Some(wrong) => Err(names::unknown("variant", wrong, infos.iter().map(|info| info.name))),
        None => Ok(kernel),
    }
}

/// Runs one variant, for somebody who counts.
fn play(kernel: &Kernel, name: &str, size: usize, workers: Workers, runs: u32) -> Result<()> {
    let v = kernel.variants().iter().position(|info| info.name == name).context("there is no such variant")?;
    let mut problem = kernel.prepare(size, Load::Usual);
    for _ in 0..runs {
        problem.run(v, workers).map_err(anyhow::Error::new)?;
    }
    Ok(())
}

/// Counts each variant in programs of its own, beside its time from a race.
fn count(cli: &Cli, kernel: &'static Kernel, size: usize, workers: Workers) -> Result<()> {
    let (counter, tool) = Counter::find().map_err(anyhow::Error::new)?;
    // What is repeated exactly needs one run; between the processor's counts the difference should be plain.
    let more = if counter == Counter::Cachegrind { 1 } else { 20 };
    let wanted = |name: &str| cli.variants.is_empty() || name == "serial" || cli.variants.iter().any(|it| it == name);
    let elsewhere = |way: Way, needs: Option<&str>| {
        !matches!(way, Way::Serial | Way::Simd | Way::Threads | Way::Rayon) || needs.is_some()
    };
    let (out, here): (Vec<_>, Vec<_>) = kernel
        .variants()
        .into_iter()
        .filter(|info| wanted(info.name))
        .partition(|info| elsewhere(info.way, info.needs));
    let line = Line::new();
    line.say("timing them");
    let plan = Plan {
        kernel,
        size,
        variants: here.iter().map(|info| info.name.to_owned()).collect(),
        against: None,
        workers: vec![workers],
        samples: 11,
        budget: Duration::from_secs(1),
        cold: false,
    };
    let race =
        race::run(&plan, record::describe("here", "none"), |_| ()).map_err(|failed| anyhow::anyhow!("{failed}"))?;
    let elements = kernel.prepare(size, Load::Usual).elements();
    let program = env::current_exe().context("this program doesn't find itself")?;
    let mut variants = Vec::new();
    for entry in &race.variants {
        let Some(seconds) = entry.median_s else { continue };
        line.say(format!("counting {}/{}", entry.name, entry.workers));
        let counts = |runs: u32| -> Result<Counts> {
            let arguments = [
                kernel.name.into(),
                format!("--variants={}", entry.name),
                format!("--workers={}", entry.workers),
                format!("--size={size}"),
                format!("--play={runs}"),
            ];
            counter.count(&tool, &program, &arguments).map_err(anyhow::Error::new)
        };
        let counts = counts(1 + more)?.beyond(&counts(1)?, (more as usize * elements.max(1)) as f64);
        let seconds = seconds / elements.max(1) as f64;
        variants.push(Row { name: entry.name.clone(), workers: entry.workers, seconds, counts });
    }
    drop(line);
    let reason = "its work is done in other processes, or on another device";
    let left_out = out.iter().map(|info| (info.name.to_owned(), reason.to_owned())).collect();
    let counted = Counted { kernel: kernel.name.into(), size, elements, counter, variants, left_out };
    match cli.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&counted)?),
        Format::Text => print!("{}", render(&counted, kernel.size_is)),
    }
    Ok(())
}
