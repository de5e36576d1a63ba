//! Experiments that make facts and sweeps: what a row of their tables says, and the command line they share.

use crate::names;
use clap::Parser;
use race::stats;
use record::{Error, Fact, Point, Series, words};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
    process::ExitCode,
};
use variant::Unavailable;

/// What an experiment gives, or why this machine can't make it.
pub type Outcome<T> = Result<T, Unavailable>;

/// A fact, and the function that measures it. Adding one is this row and that function.
pub struct Single {
    /// What the book calls it.
    pub name: &'static str,
    /// A plain unit, as in [`Fact::unit`].
    pub unit: &'static str,
    /// Takes the samples; their median is the fact.
    pub samples: fn() -> Outcome<Vec<f64>>,
}

/// A sweep, and the function that measures it.
pub struct Sweep {
    /// What the book calls it.
    pub name: &'static str,
    /// Measures every point.
    pub series: fn() -> Outcome<Series>,
}

#[derive(Parser)]
struct Cli {
    /// Only these; without a name, all
    names: Vec<String>,
    /// Keep the results in this folder of records, in place of those of the same name
    #[arg(long, value_name = "FOLDER")]
    record: Option<PathBuf>,
    /// Say the names and do nothing
    #[arg(long)]
    list: bool,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Measures the facts that the command line names, prints them, and records them where it says so.
pub fn facts(all: &[Single]) -> ExitCode {
    let cli = Cli::parse();
    run(&cli, "fact", all.iter().map(|fact| fact.name), |i| {
        let Single { name, unit, samples } = &all[i];
        let samples = samples()?;
        let found = stats::estimate(&samples);
        let said = |value| words::quantity(value, unit);
        println!("{name:24} {:>11}   {} to {}", said(found.value), said(found.low), said(found.high));
        let how = format!("cargo bench -p benches --bench facts -- {name}");
        let (name, unit) = ((*name).into(), (*unit).into());
        let fact = Fact {
            name,
            value: found.value,
            low: found.low,
            high: found.high,
            unit,
            how,
            date: record::today(),
            rustc: rustc(),
        };
        if let Some(folder) = &cli.record {
            keep(folder, fact)?;
        }
        Ok(())
    })
}

/// Measures the sweeps that the command line names, prints them, and records them where it says so.
pub fn sweeps(all: &[Sweep]) -> ExitCode {
    let cli = Cli::parse();
    run(&cli, "series", all.iter().map(|sweep| sweep.name), |i| {
        let Sweep { name, series } = &all[i];
        let mut series = series()?;
        series.date = record::today();
        series.rustc = rustc();
        series.how = format!("cargo bench -p benches --bench series -- {name}");
        println!("{name}: {} by {}", series.y, series.x);
        for point in &series.points {
            let [median, low, high] = [point.median_s, point.low_s, point.high_s].map(|value| format!("{value:.3e}"));
            println!("  {:24} {:>10}  {median}   {low} to {high}", point.series, point.x);
        }
        if let Some(folder) = &cli.record {
            series.write(&folder.join(format!("{name}.series.csv")))?;
        }
        Ok(())
    })
}

/// Runs the experiments that were asked for, by their place in the table.
fn run(
    cli: &Cli,
    kind: &str,
    names: impl Iterator<Item = &'static str> + Clone,
    mut experiment: impl FnMut(usize) -> anyhow::Result<()>,
) -> ExitCode {
    if let Some(wrong) = cli.names.iter().find(|wanted| !names.clone().any(|name| name == *wanted)) {
        eprintln!("error: {}", names::unknown(kind, wrong, names));
        return ExitCode::from(2);
    }
    if let Some(folder) = cli.record.as_ref().filter(|folder| !folder.is_dir()) {
        // Not made here: cargo starts benchmarks in their package's folder, where a path from the root names another
        // place.
        eprintln!("error: there is no folder {}; give its full path, and make it first", folder.display());
        return ExitCode::from(2);
    }
    if let Some(Err(why)) = cli.record.as_deref().map(record::belongs_in) {
        eprintln!("error: {why}");
        return ExitCode::from(2);
    }
    let mut failed = false;
    let asked_for = |name: &str| cli.names.is_empty() || cli.names.iter().any(|wanted| wanted == name);
    for (i, name) in names.enumerate().filter(|(_, name)| asked_for(name)) {
        if cli.list {
            println!("{name}");
        } else if let Err(error) = experiment(i) {
            eprintln!("{name} was not measured: {error}");
            // What a machine lacks is no failure, unless it was asked for by name.
            failed |= !error.is::<Unavailable>() || !cli.names.is_empty();
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The compiler, as a record names it.
fn rustc() -> String {
    machine::rustc().unwrap_or_default()
}

/// Puts a fact into the folder's `facts.csv`, in place of one of the same name.
fn keep(folder: &Path, fact: Fact) -> Result<(), Error> {
    let path = folder.join("facts.csv");
    let mut facts = if path.exists() { Fact::read(&path)? } else { Vec::new() };
    match facts.iter_mut().find(|known| known.name == fact.name) {
        Some(known) => *known = fact,
        None => facts.push(fact),
    }
    Fact::write(&path, &facts)
}

/// A point of a sweep, from its samples.
pub fn point(line: impl Display, x: f64, samples: &[f64]) -> Point {
    placed(line, x, stats::estimate(samples))
}

/// A point of a sweep, from its median and interval.
pub fn placed(line: impl Display, x: f64, found: stats::Estimate) -> Point {
    Point { series: line.to_string(), x, median_s: found.value, low_s: found.low, high_s: found.high }
}

/// A sweep's points with its axes; the command that makes it is added by whoever runs it.
pub fn series(x: impl Into<String>, y: &str, points: Vec<Point>) -> Series {
    Series { x: x.into(), y: y.into(), how: String::new(), date: String::new(), rustc: String::new(), points }
}
